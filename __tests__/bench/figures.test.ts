import { interleave } from '../../bench/interleave';
import { readOptions, UsageError } from '../../bench/options';
import { median } from '../../bench/statistics';
import { table } from '../../bench/table';

test.each([
  { values: [3], expected: 3 },
  { values: [10, 1, 2], expected: 2 },
  { values: [4, 1, 3, 100], expected: 3.5 },
  { values: [10, 9, 100], expected: 10 },
])('the median of $values is $expected', ({ values, expected }) => {
  expect(median(values)).toBe(expected);
});

test('subjects take turns, and each keeps its own results in their order', async () => {
  const order: string[] = [];
  const run = (name: string) => (): Promise<number> => Promise.resolve(order.push(name));

  expect(await interleave(2, { a: run('a'), b: run('b') })).toEqual({ a: [1, 3], b: [2, 4] });
  expect(order).toEqual(['a', 'b', 'a', 'b']);
});

test('a table has its columns under each other, names to the left and figures to the right', () => {
  expect(
    table(
      ['', 'time'],
      [
        ['first', '9 ms'],
        ['x', '1000 ms'],
      ],
    ),
  ).toBe(['          time', 'first     9 ms', 'x      1000 ms'].join('\n'));
});

test('the whole bench has 10, 100 and 1,000 functions, the quick one is small', () => {
  expect(readOptions([])).toEqual({ rounds: 5, sizes: [10, 100, 1000] });
  expect(readOptions(['--quick'])).toEqual({ rounds: 1, sizes: [1, 10] });
  expect(readOptions(['--help'])).toBeUndefined();
});

test.each(['--fast', 'quick'])('fails on %s, which it does not know', (argument) => {
  expect(() => readOptions([argument])).toThrow(UsageError);
});
