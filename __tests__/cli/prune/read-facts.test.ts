import { planPrune } from '../../../cli/prune/plan-prune';
import { readFacts } from '../../../cli/prune/read-facts';
import { ledgerOf, World } from './fake-engine';

test('keeps a version that an event source invokes, and asks once for all of them', async () => {
  const world = new World();
  world.eventSources = ['1', 'live'];
  const facts = await readFacts(world.engine());
  expect(planPrune(facts).versions).toEqual(['2']);
  expect(world.log).toEqual(['event sources?']);
});

test('asks for no event source where no version would be deleted', async () => {
  const world = new World();
  world.keep = 3;
  await readFacts(world.engine());
  expect(world.log).toEqual([]);
});

test('keeps a version whose environments are kept ready', async () => {
  const world = new World();
  world.provisioned = ['2'];
  expect(planPrune(await readFacts(world.engine())).versions).toEqual(['1']);
});

test('keeps the releases of the ledgers of all aliases', async () => {
  const world = new World();
  world.objects?.set('p/demo/ledger.old.json', JSON.stringify({ ...ledgerOf('1', ['1']), aliasName: 'old' }));
  const facts = await readFacts(world.engine());
  expect(facts.ledgers.map(({ aliasName }) => aliasName)).toEqual(['live', 'old']);
  expect(planPrune(facts).versions).toEqual(['2']);
});

test('makes the ledger of the alias anew where it is lost, of what Lambda tells', async () => {
  const world = new World();
  world.keep = 2;
  world.objects?.delete('p/demo/ledger.live.json');
  const facts = await readFacts(world.engine());
  expect(facts.ledgers).toHaveLength(1);
  expect(facts.ledgers[0]).toMatchObject({ aliasName: 'live', current: '3' });
  expect(planPrune(facts).versions).toEqual(['1']);
});

test('asks Lambda where there is no bucket', async () => {
  const world = new World();
  world.objects = undefined;
  const { objects, ledgers } = await readFacts(world.engine());
  expect(objects).toEqual([]);
  expect(ledgers[0]?.releases.map(({ version }) => version)).toEqual(['3', '2', '1']);
});

test('takes no other object for a ledger', async () => {
  const world = new World();
  world.objects?.set('p/demo/v1/ledger.live.json', 'of the source');
  world.objects?.set('p/demo/ledger.txt', 'notes');
  expect((await readFacts(world.engine())).ledgers).toHaveLength(1);
});

test.each([
  ['broken', 'no JSON', 'LedgerUnreadable'],
  ['of a newer release', JSON.stringify({ ...ledgerOf('3', ['3']), schemaVersion: 2 }), 'LedgerNewer'],
  ['of another function', JSON.stringify({ ...ledgerOf('3', ['3']), functionName: 'other' }), 'LedgerOfAnother'],
  ['of another alias', JSON.stringify(ledgerOf('3', ['3'])), 'LedgerOfAnother'],
])('fails where a ledger is %s, since what it keeps is not known', async (_what, text, code) => {
  const world = new World();
  world.objects?.set('p/demo/ledger.old.json', text);
  await expect(readFacts(world.engine())).rejects.toMatchObject({ exit: 'refused', code });
});
