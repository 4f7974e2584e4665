import { functionsReport } from '../../bench/functions/report';
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

test('the whole bench has 1,000 functions and 100 MB at most, the quick one is small', () => {
  const benches = ['synth', 'functions', 'deploy', 'push'];
  expect(readOptions([])).toEqual({ rounds: 5, sizes: [10, 100, 1000], megabytes: 100, benches });
  expect(readOptions(['--quick'])).toEqual({ rounds: 1, sizes: [1, 10], megabytes: 2, benches });
  expect(readOptions(['--help'])).toBeUndefined();
});

test('one bench may run alone', () => {
  expect(readOptions(['--only', 'deploy'])?.benches).toEqual(['deploy']);
});

test.each(['--fast', 'quick', '--only=nothing'])('fails on %s, which it does not know', (argument) => {
  expect(() => readOptions([argument])).toThrow(UsageError);
});

test('the report compares each size, and says what one function more costs', () => {
  const run = (buildMs: number, heapMb: number) => ({ buildMs, synthMs: 10, heapMb, rssMb: 100 });
  const report = functionsReport([
    { size: 10, runs: { codeless: [run(20, 30)], handwritten: [run(10, 20)] } },
    { size: 110, runs: { codeless: [run(90, 30), run(110, 30)], handwritten: [run(90, 30), run(40, 30)] } },
  ]);
  const rows = report.split('\n').map((line) => line.trim().split(/ {2,}/));

  expect(rows).toEqual([
    // prettier-ignore
    ['median of 1', 'build', 'synth', 'both', 'ratio', 'goal', 'ratio of the fastest', 'per added', 'heap', 'ratio', 'rss', 'ratio'],
    ['10 codeless', '20 ms', '10 ms', '30 ms', '1.50', '<= 1.1', '1.50', '30 MB', '1.50', '100 MB', '1.00'],
    ['10 handwritten', '10 ms', '10 ms', '20 ms', '20 MB', '100 MB'],
    // prettier-ignore
    ['110 codeless', '100 ms', '10 ms', '110 ms', '1.47', '<= 1.1', '2.00', '0.80 ms', '30 MB', '1.00', '100 MB', '1.00'],
    ['110 handwritten', '65 ms', '10 ms', '75 ms', '0.55 ms', '30 MB', '100 MB'],
  ]);
});
