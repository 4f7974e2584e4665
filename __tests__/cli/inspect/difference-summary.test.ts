import fc from 'fast-check';

import type { Difference } from '../../../cli/inspect/difference';
import { summarizeDifference } from '../../../cli/inspect/difference-summary';

const DIFFERENCE: Difference = {
  functionName: 'demo-api',
  aliasName: 'live',
  different: true,
  from: { version: '41', sourceVersion: 'c0ffee1', tag: 'v1.3.0' },
  sourceVersion: 'c0ffee2',
  code: {
    changed: true,
    bytesBefore: 1_024,
    bytes: 2_048,
    added: [{ path: 'new.py', bytes: 1 }],
    removed: [{ path: 'old.py', bytes: 1 }],
    modified: [{ path: 'app.py', bytesBefore: 1, bytes: 2 }],
  },
  dependencies: { state: 'built', builder: 'pip' },
  layers: { before: [], after: [] },
  configuration: [{ name: 'MemorySize', change: '128 → 256' }, { name: 'Environment' }],
};

test('a few lines tell all that a deploy would change', () => {
  expect(summarizeDifference(DIFFERENCE).split('\n')).toEqual([
    'demo-api:live: version 41 (c0ffee1, v1.3.0) → c0ffee2',
    'Dependencies: changed',
    'Configuration: MemorySize 128 → 256, Environment',
    'Files: 1 added, 1 removed, 1 changed; 1.0 KB → 2.0 KB',
    '~ app.py',
    '+ new.py',
    '- old.py',
  ]);
});

test('one line tells that nothing would change', () => {
  expect(summarizeDifference({ ...DIFFERENCE, different: false })).toBe(
    'demo-api:live: nothing would change, version 41 (c0ffee1, v1.3.0) stays',
  );
});

test('what is the same is not listed', () => {
  const code = { ...DIFFERENCE.code, changed: false, added: [], removed: [], modified: [] };
  const dependencies = { state: 'none' } as const;
  expect(summarizeDifference({ ...DIFFERENCE, code, dependencies, configuration: [] })).toBe(
    'demo-api:live: version 41 (c0ffee1, v1.3.0) → c0ffee2\nFiles: unchanged',
  );
});

test('an image is told by its URIs, and one that stays in a word', () => {
  const image = { before: 'demo@sha256:one', after: 'demo@sha256:two' };
  const code = { ...DIFFERENCE.code, added: [], removed: [], modified: [], image };
  const dependencies = { state: 'none' } as const;
  const lines = (changed: boolean): string[] =>
    summarizeDifference({ ...DIFFERENCE, code: { ...code, changed }, dependencies, configuration: [] }).split('\n');
  expect(lines(true).slice(1)).toEqual(['Image: demo@sha256:one → demo@sha256:two']);
  expect(lines(false).slice(1)).toEqual(['Image: unchanged']);
});

test('paths that there is no room for are counted', () => {
  const added = Array.from({ length: 100 }, (_, index) => ({ path: `src/module-${index}.py`, bytes: 1 }));
  const text = summarizeDifference({ ...DIFFERENCE, code: { ...DIFFERENCE.code, added } });
  const shown = text.split('\n').filter((line) => /^[+~-] /.test(line)).length;
  expect(shown).toBeGreaterThan(20);
  expect(text).toMatch(new RegExp(`\\n… and ${102 - shown} more$`));
  expect(text.length).toBeLessThanOrEqual(800);
});

test('names call nobody in a chat that shows the approval, and are no links in it', () => {
  const added = [{ path: '<!channel> @here <http://x|y>`', bytes: 1 }];
  const from = { version: '41', sourceVersion: '<@U1>', tag: '<!here>' };
  const text = summarizeDifference({ ...DIFFERENCE, from, code: { ...DIFFERENCE.code, added } });
  expect(text).toContain("\n+ ‹!channel› @\u200bhere ‹http://x|y›'\n");
  expect(text).toContain('version 41 (‹@\u200bU1›, ‹!here›)');
});

test('whatever the names, it has at most 800 characters, and none that steers a terminal', () => {
  const text = fc.string({ unit: 'binary', maxLength: 400 });
  fc.assert(
    fc.property(text, fc.array(text, { maxLength: 6 }), (name, paths) => {
      const summary = summarizeDifference({
        ...DIFFERENCE,
        functionName: 'f'.repeat(64),
        aliasName: 'a'.repeat(128),
        from: { version: '123456789', sourceVersion: name, tag: name },
        sourceVersion: name,
        code: { ...DIFFERENCE.code, added: paths.map((path) => ({ path, bytes: 1 })) },
        configuration: [{ name: 'Environment', change: name }],
      });
      expect(summary.length).toBeLessThanOrEqual(800);
      expect(summary.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    }),
    { numRuns: 30 },
  );
});
