import { deployReport, type Task } from '../../bench/deploy/report';
import type { Run } from '../../bench/deploy/subject';

function task(codeless: Partial<Run>[], predecessor: Partial<Run>[]): Task {
  const whole = (run: Partial<Run>): Run => ({ seconds: 1, calls: 5, memory: 100, ...run });
  return { codeless: codeless.map(whole), predecessor: predecessor.map(whole) };
}

function rows(results: Partial<Parameters<typeof deployReport>[0]>): string[][] {
  const same = task([{}], [{}]);
  return deployReport({
    unchanged: same,
    fresh: same,
    change: same,
    large: same,
    help: same,
    megabytes: 100,
    ...results,
  })
    .split('\n')
    .map((line) => line.trim().split(/ {2,}/));
}

function row(name: string, results: Partial<Parameters<typeof deployReport>[0]>): string[] | undefined {
  return rows(results).find(([first]) => first === name);
}

test('the report compares medians, and says of each goal whether it was met', () => {
  const table = rows({
    unchanged: task([{ seconds: 0.2 }, { seconds: 0.25 }, { seconds: 9 }], [{ seconds: 0.5 }]),
    fresh: task([{ seconds: 0.6 }], [{ seconds: 1 }]),
    change: task([{ seconds: 1.5, calls: 14 }], [{ seconds: 3, calls: 10 }]),
    large: task([{ seconds: 6, memory: 150 }], [{ seconds: 8, memory: 75 }]),
    help: task([{ seconds: 0.1 }], [{ seconds: 0.4 }]),
  });
  expect(table.slice(0, 9)).toEqual([
    ['median', 'runs', 'codeless', 'aws-lambda-ci', 'ratio', 'goal', 'met', 'ratio of the fastest'],
    ['deploy, nothing changed', '3', '250 ms', '500 ms', '0.50', '<= 0.50', 'yes', '0.40'],
    ['calls to AWS', '3', '5', '5', '1.00', '<= 5', 'yes', '1.00'],
    ['on a new machine', '1', '600 ms', '1.00 s', '0.60', '<= 0.50', 'NO', '0.60'],
    ['deploy, code changed', '1', '1.50 s', '3.00 s', '0.50', '0.50'],
    ['calls to AWS', '1', '14', '10', '1.40', '1.40'],
    ['deploy, 100 MB changed', '1', '6.00 s', '8.00 s', '0.75', '0.75'],
    ['peak memory', '1', '150 MB', '75 MB', '2.00', '<= 200 MB', 'yes', '2.00'],
    ['--help', '1', '100 ms', '400 ms', '0.25', '<= 150 ms', 'yes', '0.25'],
  ]);
});

test.each([
  ['deploy, nothing changed', { unchanged: task([{ seconds: 0.51 }], [{ seconds: 1 }]) }],
  ['calls to AWS', { unchanged: task([{ calls: 6 }], [{ calls: 12 }]) }],
  ['peak memory', { large: task([{ memory: 201 }], [{ memory: 400 }]) }],
  ['--help', { help: task([{ seconds: 0.151 }], [{ seconds: 1 }]) }],
])('a goal of %s that is missed is marked', (name, results) => {
  expect(row(name, results)?.at(6)).toBe('NO');
});

test('what the system does not tell is not measured', () => {
  const memory = row('peak memory', { large: task([{ memory: NaN }], [{ memory: NaN }]) });
  expect(memory).toEqual(['peak memory', '1', '-', '-', '-', '<= 200 MB', 'not measured', '-']);
});
