import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { VerbContext } from '../../../cli/verb';
import { run } from '../../../cli/verbs/deploy';
import { never } from '../deploy/support/faults';
import { World } from '../deploy/support/world';

const given = <T>(value: T): { value: T; source: 'flag' } => ({ value, source: 'flag' });

let source: string;

beforeEach(() => {
  source = mkdtempSync(join(tmpdir(), 'codeless-verb-'));
  writeFileSync(join(source, 'app.py'), 'v3');
});

afterEach(() => {
  rmSync(source, { recursive: true });
});

test('a release whose prune hangs is done: the limit of the run ends the prune with a warning', async () => {
  const world = new World();
  await world.deploy('v1');
  await world.deploy('v2');
  const hung = new Promise<void>((resolve) => {
    world.calls.at('before', 'ListVersionsByFunction', (signal) => {
      resolve();
      return never(signal);
    });
  });
  const options = world.with({
    ...{ source: given(source), sourceVersion: given('v3'), dependencies: given('none') },
    ...{ keep: given(1), prune: given(true), timeoutSeconds: given(60) },
  });
  const context = { ...options, flags: { dryRun: false, redeploy: false } } as unknown as VerbContext;
  const ended = run(context);
  await hung;
  await world.clock.advance(60_000);
  expect(await ended).toMatchObject({ exit: 'ok', result: { outcome: 'released' } });
  const stopped = 'the deploy of demo-api took longer than 60 s and was stopped';
  expect(world.notes).toContain(`released, but not pruned: ${stopped} at the step 'Look for what nothing reaches'`);
  expect(world.alias).toEqual({ version: '4', description: 'v3', weights: {} });
});
