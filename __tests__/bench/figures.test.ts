import { functionsReport } from '../../bench/functions/report';
import { interleave } from '../../bench/interleave';
import { readOptions, UsageError } from '../../bench/options';
import { median } from '../../bench/statistics';
import { goalRows } from '../../bench/report/report';
import { table } from '../../bench/report/table';
import { synthReport } from '../../bench/synth/bench';

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

const benches = ['synth', 'functions', 'deploy', 'push'];

test('the whole bench has 1,000 functions, 100 MB and 20,000 files at most, the quick one is small', () => {
  const whole = { rounds: 5, sizes: [10, 100, 1000], megabytes: 100, files: 20_000, latency: 40, settling: 1500 };
  expect(readOptions([])).toEqual({ ...whole, benches, allowsMissedGoals: false });
  expect(readOptions(['--quick'])).toMatchObject({ rounds: 1, sizes: [1, 10], megabytes: 2, files: 100, benches });
  expect(readOptions(['--help'])).toBeUndefined();
});

test('one bench may run alone', () => {
  expect(readOptions(['--only', 'deploy'])?.benches).toEqual(['deploy']);
});

test.each([[['--allow-missed-goals']], [['--quick']]])('goals may be missed with %s', (args) => {
  expect(readOptions(args)).toMatchObject({ benches, allowsMissedGoals: true });
});

test('a page may be named that the tables are written into', () => {
  expect(readOptions(['--write', 'docs/performance.md'])).toMatchObject({ page: 'docs/performance.md' });
});

test.each([
  [['--fast'], "Unknown option '--fast'"],
  [['quick'], "Unexpected argument 'quick'"],
  [['--only=nothing'], "there is no bench 'nothing': synth, functions, deploy, push"],
  [['--quick', '--write', 'x.md'], '--write needs the whole bench: --quick only shows that it runs'],
])('fails on %s', (args, reason) => {
  const read = (): unknown => readOptions(args);
  expect(read).toThrow(UsageError);
  expect(read).toThrow(reason);
});

test('the report compares each size, and says what one function more costs', () => {
  const run = (buildMs: number, heapMb: number) => ({ buildMs, synthMs: 10, heapMb, rssMb: 100 });
  const { header, rows, goals } = functionsReport([
    { size: 10, runs: { codeless: [run(20, 30)], handwritten: [run(10, 20)] } },
    { size: 110, runs: { codeless: [run(90, 30), run(110, 30)], handwritten: [run(100, 30), run(90, 30)] } },
  ]);

  expect([header, ...rows]).toEqual([
    ['median of 1', 'build', 'synth', 'both', 'ratio', 'per added', 'heap', 'ratio', 'rss', 'ratio'],
    ['10 codeless', '20 ms', '10 ms', '30 ms', '1.50', '', '30 MB', '1.50', '100 MB', '1.00'],
    ['10 handwritten', '10 ms', '10 ms', '20 ms', '', '', '20 MB', '', '100 MB', ''],
    ['110 codeless', '100 ms', '10 ms', '110 ms', '1.05', '0.80 ms', '30 MB', '1.00', '100 MB', '1.00'],
    ['110 handwritten', '95 ms', '10 ms', '105 ms', '', '0.85 ms', '30 MB', '', '100 MB', ''],
  ]);
  expect(goalRows(goals).slice(1)).toEqual([
    ['10 functions, build and synth beside handwritten', '<= 1.10', '1.50', '1.50', 'NO'],
    ['110 functions, build and synth beside handwritten', '<= 1.10', '1.05', '1.00', 'yes'],
  ]);
});

test('the stack of the demo is held against the smallest app that CDKTF synthesizes', () => {
  const { rows, goals } = synthReport({ demo: [5, 6, 7], smallest: [4, 4, 5] }, { demo: [0.5], smallest: [0.25] });

  expect(rows).toEqual([
    ['cdktf synth', '3', '6.00 s', '4.00 s', '1.50'],
    ['node alone', '1', '0.50 s', '0.25 s', '2.00'],
  ]);
  expect(goalRows(goals).slice(1)).toEqual([
    ['cdktf synth, beside the smallest app', '<= 1.50', '1.50', '1.25', 'yes'],
  ]);
});
