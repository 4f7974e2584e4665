import type { Task } from '../../bench/deploy/field/field';
import type { Run } from '../../bench/deploy/field/subject';
import type { DeployResults } from '../../bench/deploy/measure';
import { deployReport } from '../../bench/deploy/report';
import type { ToolName } from '../../bench/deploy/tools/tool';
import { options } from './options';
import { goalRows } from '../../bench/report/report';

const OPTIONS = options([]);

function task(runs: Partial<Record<ToolName, Partial<Run>[]>> = {}): Task {
  const whole = (run: Partial<Run>): Run => ({ seconds: 0.1, calls: 5, memory: 100, ...run });
  const all: Partial<Record<ToolName, Partial<Run>[]>> = {
    codeless: [{}],
    'aws-lambda-ci': [{}],
    lambroll: [{}],
    ...runs,
  };
  return Object.fromEntries(Object.entries(all).map(([tool, of]) => [tool, of.map(whole)]));
}

interface Given {
  near?: Partial<DeployResults['near']>;
  distant?: Partial<DeployResults['distant']>;
  tree?: Partial<DeployResults['tree']>;
  binaries?: Partial<DeployResults['binaries']>;
}

function report(
  { near, distant, tree, binaries }: Given,
  names: ToolName[] = ['codeless', 'aws-lambda-ci', 'lambroll'],
) {
  const both = { unchanged: task(), change: task() };
  return deployReport(
    {
      near: { ...both, fresh: task(), help: task(), ...near },
      distant: { ...both, ...distant },
      tree: { ...both, ...tree },
      binaries: { change: task(), ...binaries },
      packing: [
        { seconds: 1, readBack: 0.25 },
        { seconds: 3, readBack: 0.5 },
        { seconds: 2, readBack: 0.75 },
      ],
      checked: 12,
    },
    {
      tools: names.map((name) => ({ name, version: '1.0', deploy: () => ['true'] })),
      missing: ['The AWS CLI is left out: `aws` or `zip` is not on PATH.'],
    },
    OPTIONS,
  );
}

function goal(name: string, given: Given): string[] | undefined {
  return goalRows(report(given).goals).find(([first]) => first === name);
}

test('the report has a row for each task with the medians of all programs, and how many times theirs codeless takes', () => {
  const { header, rows } = report({
    near: {
      unchanged: task({
        codeless: [{ seconds: 0.2 }, { seconds: 0.25 }, { seconds: 9 }],
        'aws-lambda-ci': [{ seconds: 0.5, calls: 10 }],
        lambroll: [{ seconds: 1, calls: 8 }],
      }),
    },
    distant: { change: task({ codeless: [{ seconds: 2 }], lambroll: [{ seconds: 6.5 }] }) },
    tree: { change: task({ codeless: [{ memory: 120 }], lambroll: [{ memory: 40 }] }) },
  });
  const distance = '40 ms a call, 1.5 s of settling';
  const tree = '100 MB in 20,000 files';
  const binaries = '100 MB in files of 1 MB';
  const same = ['1', '100 ms', '100 ms', '1.00', '100 ms', '1.00'];
  const sameCalls = ['1', '5', '5', '1.00', '5', '1.00'];
  expect([header, ...rows]).toEqual([
    ['median', 'runs', 'codeless', 'aws-lambda-ci', 'ratio', 'lambroll', 'ratio'],
    ['nothing changed', '3', '250 ms', '500 ms', '0.50', '1.00 s', '0.25'],
    ['nothing changed, calls to AWS', '3', '5', '10', '0.50', '8', '0.63'],
    ['nothing changed, on a new machine', ...same],
    ['code changed', ...same],
    ['code changed, calls to AWS', ...sameCalls],
    ['--help', ...same],
    [`nothing changed, ${distance}`, ...same],
    [`code changed, ${distance}`, '1', '2.00 s', '100 ms', '20.00', '6.50 s', '0.31'],
    [`nothing changed, ${tree}`, ...same],
    [`one file changed, ${tree}`, ...same],
    [`one file changed, ${tree}, peak memory`, '1', '120 MB', '100 MB', '1.20', '40 MB', '3.00'],
    [`one file changed, ${binaries}`, ...same],
    [`one file changed, ${binaries}, peak memory`, '1', '100 MB', '100 MB', '1.00', '100 MB', '1.00'],
    [`packing alone, ${tree}`, '3', '2.00 s'],
    [`packing alone, ${tree}, of it reading the package back`, '3', '500 ms'],
  ]);
});

test.each<[string, string, (value: number) => Given, number, number]>([
  [
    'nothing changed, beside aws-lambda-ci',
    '<= 0.50',
    (seconds) => ({ near: { unchanged: against('aws-lambda-ci', seconds) } }),
    0.5,
    0.51,
  ],
  [
    'nothing changed, calls to AWS',
    '<= 5',
    (calls) => ({ near: { unchanged: task({ codeless: [{ calls }] }) } }),
    5,
    6,
  ],
  [
    'nothing changed, on a new machine, beside aws-lambda-ci',
    '<= 0.50',
    (seconds) => ({ near: { fresh: against('aws-lambda-ci', seconds) } }),
    0.5,
    0.51,
  ],
  ['code changed', '<= 250 ms', (seconds) => ({ near: { change: task({ codeless: [{ seconds }] }) } }), 0.25, 0.251],
  ['--help', '<= 150 ms', (seconds) => ({ near: { help: task({ codeless: [{ seconds }] }) } }), 0.15, 0.151],
  [
    'nothing changed, 40 ms a call, 1.5 s of settling',
    '<= 300 ms',
    (seconds) => ({ distant: { unchanged: task({ codeless: [{ seconds }] }) } }),
    0.3,
    0.301,
  ],
  [
    'code changed, 40 ms a call, 1.5 s of settling',
    '<= 2.25 s',
    (seconds) => ({ distant: { change: task({ codeless: [{ seconds }] }) } }),
    2.25,
    2.26,
  ],
  [
    'code changed, 40 ms a call, 1.5 s of settling, beside lambroll',
    '<= 0.35',
    (seconds) => ({ distant: { change: against('lambroll', seconds) } }),
    0.35,
    0.36,
  ],
  [
    'code changed, 40 ms a call, 1.5 s of settling, beside AWS CLI',
    '<= 0.61',
    (seconds) => ({ distant: { change: against('AWS CLI', seconds) } }),
    0.61,
    0.62,
  ],
  [
    'nothing changed, 100 MB in 20,000 files, beside lambroll',
    '<= 0.60',
    (seconds) => ({ tree: { unchanged: against('lambroll', seconds) } }),
    0.6,
    0.61,
  ],
  [
    'one file changed, 100 MB in 20,000 files, beside lambroll',
    '<= 1.00',
    (seconds) => ({ tree: { change: against('lambroll', seconds) } }),
    1,
    1.01,
  ],
  [
    'one file changed, 100 MB in 20,000 files, peak memory',
    '<= 128 MB',
    (memory) => ({ tree: { change: task({ codeless: [{ memory }] }) } }),
    128,
    129,
  ],
  [
    'one file changed, 100 MB in files of 1 MB, peak memory',
    '<= 128 MB',
    (memory) => ({ binaries: { change: task({ codeless: [{ memory }] }) } }),
    128,
    129,
  ],
])('the goal of %s is met at its bound and missed above it', (name, bound, given, good, bad) => {
  expect([goal(name, given(good)), goal(name, given(bad))]).toEqual([
    [name, bound, expect.any(String), expect.any(String), 'yes'],
    [name, bound, expect.any(String), expect.any(String), 'NO'],
  ]);
});

function against(other: ToolName, seconds: number): Task {
  return task({ codeless: [{ seconds }], [other]: [{ seconds: 1 }] });
}

test('every goal is a figure of the median, beside that of the fastest runs', () => {
  const runs = [{ seconds: 0.1 }, { seconds: 0.3 }, { seconds: 0.4 }];
  expect(goal('code changed', { near: { change: task({ codeless: runs }) } })).toEqual([
    'code changed',
    '<= 250 ms',
    '300 ms',
    '100 ms',
    'NO',
  ]);
});

test('a program that is missing has no column, is named, and its goals are not measured', () => {
  const { header, goals, notes } = report({ tree: { change: { codeless: task().codeless ?? [] } } }, [
    'codeless',
    'aws-lambda-ci',
  ]);
  expect(header).toEqual(['median', 'runs', 'codeless', 'aws-lambda-ci', 'ratio']);
  expect(notes).toContain('The AWS CLI is left out: `aws` or `zip` is not on PATH.');
  expect(
    goalRows(goals).find(([name]) => name === 'one file changed, 100 MB in 20,000 files, beside lambroll'),
  ).toEqual(['one file changed, 100 MB in 20,000 files, beside lambroll', '<= 1.00', '-', '-', 'not measured']);
});

test('what the system does not tell is not measured', () => {
  const unknown = { tree: { change: task({ codeless: [{ memory: NaN }], 'aws-lambda-ci': [{ memory: NaN }] }) } };
  const name = 'one file changed, 100 MB in 20,000 files, peak memory';
  expect(report(unknown).rows.find(([first]) => first === name)).toEqual([name, '1', '-', '-', '-', '100 MB', '-']);
  expect(goal(name, unknown)).toEqual([name, '<= 128 MB', '-', '-', 'not measured']);
});

test('the report says how many packages a tool from outside unpacked', () => {
  expect(report({}).notes).toContain(
    "Python's zipfile unpacked the 12 packages that codeless uploaded: each is whole and equals its source.",
  );
});
