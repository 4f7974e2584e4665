import fc from 'fast-check';

import { customNotification } from '../../../cli/notify/custom-notification';
import type { ReleaseNews } from '../../../cli/notify/release-news';

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:demo-api';

const NEWS: ReleaseNews = {
  kind: 'deploy',
  functionName: 'demo-api',
  functionArn: ARN,
  region: 'eu-west-1',
  aliasName: 'live',
  fromVersion: '41',
  toVersion: '42',
  sourceVersion: 'c0ffee2',
  tag: 'v1.4.0',
  subject: 'Answer sooner',
  compareUrl: 'https://github.com/acme/app/compare/c0ffee1..c0ffee2',
  backTo: '41',
  milliseconds: 12_345,
  by: 'CodeBuild demo:1 (codepipeline/demo)',
};

/** What is undefined where nothing more is known than what Lambda tells. */
const BARE = { sourceVersion: undefined, tag: undefined, subject: undefined, compareUrl: undefined, backTo: undefined };

test('a deploy is told with all that is known of it', () => {
  expect(customNotification(NEWS)).toEqual({
    version: '1.0',
    source: 'custom',
    content: {
      textType: 'client-markdown',
      title: 'Deployed `v1.4.0` to `demo-api:live`',
      description: [
        '*Version:* 41 → 42',
        '*Tag:* `v1.4.0`',
        '*Commit:* `c0ffee2` `Answer sooner`',
        '*Changes:* <https://github.com/acme/app/compare/c0ffee1..c0ffee2>',
        '*Duration:* 12.3 s',
        '*By:* `CodeBuild demo:1 (codepipeline/demo)`',
      ].join('\n'),
      nextSteps: [
        'To go back: `codeless rollback --function-name demo-api --function-alias-name live --region eu-west-1 --to 41`',
      ],
      keywords: ['codeless', 'deploy'],
    },
    metadata: {
      threadId: `${ARN}:live`,
      summary: 'demo-api:live went from version 41 to 42',
      eventType: 'codeless-deploy',
      relatedResources: [ARN],
      additionalContext: {
        ...{ functionName: 'demo-api', aliasName: 'live', region: 'eu-west-1' },
        ...{ fromVersion: '41', toVersion: '42', sourceVersion: 'c0ffee2', tag: 'v1.4.0' },
      },
    },
  });
});

test('what is not known is left out', () => {
  const { content, metadata } = customNotification({ ...NEWS, ...BARE });
  expect(content).toMatchObject({ title: 'Deployed version 42 to `demo-api:live`' });
  expect(content.description).toBe(
    '*Version:* 41 → 42\n*Duration:* 12.3 s\n*By:* `CodeBuild demo:1 (codepipeline/demo)`',
  );
  expect(content).not.toHaveProperty('nextSteps');
  expect(metadata.additionalContext).not.toHaveProperty('tag');
});

test('what is no commit is called a source', () => {
  const { content } = customNotification({ ...NEWS, ...BARE, sourceVersion: 'build 7' });
  expect(content.title).toBe('Deployed `build 7` to `demo-api:live`');
  expect(content.description).toContain('*Source:* `build 7`\n');
});

test('a rollback stands in the thread of the deploys, and says how to undo it', () => {
  const rollback = { ...NEWS, kind: 'rollback', fromVersion: '42', toVersion: '41', backTo: '42' } as const;
  const { content, metadata } = customNotification(rollback);
  expect(content.title).toBe('Rolled `demo-api:live` back to `v1.4.0`');
  expect(content.nextSteps).toEqual([expect.stringMatching(/^To undo the rollback: `codeless rollback .* --to 42`$/)]);
  expect(metadata).toMatchObject({ threadId: `${ARN}:live`, eventType: 'codeless-rollback' });
});

test('an address that nobody would click is left out', () => {
  const url = `https://github.com/acme/app/compare/${'a'.repeat(2_000)}`;
  expect(customNotification({ ...NEWS, compareUrl: url }).content.description).not.toContain('Changes');
});

test("whatever comes from outside, the schema's limits are kept and nobody is called", () => {
  const foreign = fc.oneof(
    fc.constant('😀'.repeat(9_000)),
    fc.string({ unit: 'binary', maxLength: 20_000 }),
    fc
      .array(fc.constantFrom('<!channel>', '@here', '`', '*', '_', '\n', '<https://x|y>'), { maxLength: 3_000 })
      .map((all) => all.join('')),
  );
  const long = {
    functionName: 'f'.repeat(64),
    aliasName: 'a'.repeat(128),
    fromVersion: '9'.repeat(9),
    toVersion: '9'.repeat(9),
  };
  fc.assert(
    fc.property(foreign, (text) => {
      const news = { ...NEWS, ...long, sourceVersion: text, tag: text, subject: text, by: text };
      const { content, metadata } = customNotification(news);
      expect(content.title.length).toBeLessThanOrEqual(250);
      expect(content.description.length).toBeLessThanOrEqual(8_000);
      expect(metadata.summary.length).toBeLessThanOrEqual(250);
      const shown = [
        content.title,
        content.description,
        ...(content.nextSteps ?? []),
        ...Object.values(metadata.additionalContext),
      ].join(' ');
      expect(shown).not.toMatch(/<!|<@|<#|@here|@channel/);
      expect(
        shown.replaceAll(/`[^`]*`/g, '').replaceAll(/\*(Version|Tag|Commit|Source|Changes|Duration|By):\*/g, ''),
      ).not.toMatch(/[*_~`@]/);
    }),
    { numRuns: 50 },
  );
});
