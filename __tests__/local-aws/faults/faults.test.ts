import { Faults } from '../../../local-aws/faults/faults';
import type { FaultOrder } from '../../../local-aws/faults/fault';

const CALL = { service: 'lambda', action: 'UpdateAlias', resource: 'demo/live', caller: 'AKID', write: true };

/** Which of six equal calls go wrong. */
function hits(order: Partial<FaultOrder>): string {
  const faults = new Faults();
  faults.order({ fault: 'throttle', ...order });
  return Array.from({ length: 6 }, () => faults.due(CALL).length).join('');
}

test.each<[string, Partial<FaultOrder>, string]>([
  ['the first by default', {}, '100000'],
  ['the nth', { nth: 3 }, '001000'],
  ['some in a row', { nth: 2, times: 3 }, '011100'],
  ['all from the nth', { nth: 5, times: 'always' }, '000011'],
])('goes wrong: %s', (_, order, expected) => {
  expect(hits(order)).toBe(expected);
});

test.each<[string, Partial<FaultOrder>, number]>([
  ['everything by default', {}, 1],
  ['its service, action, caller and resource', { ...CALL }, 1],
  ['a resource that an expression finds', { resource: /^demo\// }, 1],
  ['no other service', { service: 's3' }, 0],
  ['no other action', { action: 'GetAlias' }, 0],
  ['no other caller', { caller: 'other' }, 0],
  ['no resource that begins alike', { resource: 'demo' }, 0],
  ['no resource that an expression misses', { resource: /^other/ }, 0],
])('an order matches %s', (_, order, expected) => {
  const faults = new Faults();
  faults.order({ fault: 'throttle', ...order });
  expect(faults.due(CALL)).toHaveLength(expected);
});

test('calls count from when the order was given, and only those that match', () => {
  const faults = new Faults();
  faults.due(CALL);
  const ordered = faults.order({ action: 'UpdateAlias', nth: 2, fault: 'drop' });
  faults.due(CALL);
  faults.due({ ...CALL, action: 'GetAlias' });
  expect(ordered.hits).toBe(0);
  expect(faults.due(CALL)).toMatchObject([{ fault: 'drop' }]);
  expect(ordered.hits).toBe(1);
});

test('each order counts for itself, and both fall to one call in the order in which they were given', () => {
  const faults = new Faults();
  faults.order({ nth: 2, fault: 'drop' });
  faults.order({ times: 2, fault: { delayMs: 1 } });
  expect([faults.due(CALL), faults.due(CALL)]).toMatchObject([
    [{ fault: { delayMs: 1 } }],
    [{ fault: 'drop' }, { fault: { delayMs: 1 } }],
  ]);
});

test('an order that was cancelled or cleared hits nothing', () => {
  const faults = new Faults();
  const ordered = faults.order({ times: 'always', fault: 'drop' });
  faults.order({ times: 'always', fault: 'throttle' });
  ordered.cancel();
  ordered.cancel();
  expect(faults.due(CALL)).toMatchObject([{ fault: 'throttle' }]);
  faults.clear();
  expect(faults.due(CALL)).toEqual([]);
  expect(ordered.hits).toBe(0);
});

test.each<[string, Partial<FaultOrder>]>([
  ['nth', { nth: 0 }],
  ['nth', { nth: 1.5 }],
  ['times', { times: 0 }],
  ['delayMs', { fault: { delayMs: -1 } }],
])("fails when '%s' is no number that makes sense", (name, order) => {
  expect(() => new Faults().order({ fault: 'drop', ...order })).toThrow(RangeError);
  expect(() => new Faults().order({ fault: 'drop', ...order })).toThrow(`'${name}' must be a whole number from`);
});
