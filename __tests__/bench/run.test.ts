import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BENCHES, type BenchName } from '../../bench/options';
import { ReportPage } from '../../bench/report/page';
import type { BenchReport, Goal } from '../../bench/report/report';
import { runBenches, type Bench } from '../../bench/run';
import { options } from './options';

const PAGE =
  '# Performance\n\n<!-- deploy:start -->\n<!-- deploy:end -->\n\n<!-- push:start -->\nold\n<!-- push:end -->\n';

let directory: string;
let page: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bench-run-'));
  page = join(directory, 'page.md');
  writeFileSync(page, PAGE);
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function report(value: number): BenchReport {
  const goal: Goal = { name: 'deploy', bound: 2, value, fastest: 1, text: (number) => `${number} s` };
  return { header: ['median', 'time'], rows: [['deploy', '3 s']], goals: [goal], notes: ['On one machine.'] };
}

interface Outcome {
  readonly exit: number;
  readonly out: string;
  readonly progress: readonly string[];
  readonly ran: readonly string[];
}

async function run(args: readonly string[], value: number | Error): Promise<Outcome> {
  const [ran, progress]: string[][] = [[], []];
  let out = '';
  const bench =
    (name: BenchName): Bench =>
    () => {
      ran?.push(name);
      return value instanceof Error ? Promise.reject(value) : Promise.resolve(report(value));
    };
  const benches = {
    synth: bench('synth'),
    functions: bench('functions'),
    deploy: bench('deploy'),
    push: bench('push'),
  };
  const exit = await runBenches(benches, options(args), {
    out: (text) => (out += text),
    progress: (line) => progress?.push(line),
    measured: '2026-11-27 on 2 cores, 24 GB, Linux, Node.js 20.20.2',
  });
  return { exit, out, progress: progress ?? [], ran: ran ?? [] };
}

test('a run that meets its goals prints figures, goals and notes, and exits with 0', async () => {
  expect(await run(['--only', 'deploy'], 2)).toEqual({
    exit: 0,
    out: [
      'median  time',
      'deploy   3 s',
      '',
      'goal     bound  measured  of the fastest runs  met',
      'deploy  <= 2 s       2 s                  1 s  yes',
      '',
      'On one machine.',
      '',
    ].join('\n'),
    progress: ['goals: 1 met, 0 missed, 0 not measured'],
    ran: ['deploy'],
  });
});

test('fails with 1 and names each goal that is missed, after all benches ran', async () => {
  expect(await run([], 3)).toMatchObject({
    exit: 1,
    ran: ['synth', 'functions', 'deploy', 'push'],
    progress: [
      'goals: 0 met, 4 missed, 0 not measured',
      'missed: synth: deploy: 3 s, at most 2 s was the goal',
      'missed: functions: deploy: 3 s, at most 2 s was the goal',
      'missed: deploy: deploy: 3 s, at most 2 s was the goal',
      'missed: push: deploy: 3 s, at most 2 s was the goal',
    ],
  });
});

test('a missed goal is named and passes with --allow-missed-goals', async () => {
  expect(await run(['--only', 'deploy', '--allow-missed-goals'], 3)).toMatchObject({
    exit: 0,
    progress: ['goals: 0 met, 1 missed, 0 not measured', 'missed: deploy: deploy: 3 s, at most 2 s was the goal'],
  });
});

test('a goal that could not be measured is counted, and is not missed', async () => {
  expect(await run(['--only', 'deploy'], NaN)).toMatchObject({
    exit: 0,
    progress: ['goals: 0 met, 0 missed, 1 not measured'],
  });
});

test('the tables go between the markers of their bench with date and machine, missed goals too, and the rest stays', async () => {
  expect(await run(['--only', 'deploy', '--write', page], 3)).toMatchObject({ exit: 1 });
  expect(readFileSync(page, 'utf8')).toBe(
    PAGE.replace(
      '<!-- deploy:start -->\n',
      `<!-- deploy:start -->
<!-- prettier-ignore-start -->

Measured on 2026-11-27 on 2 cores, 24 GB, Linux, Node.js 20.20.2.

| median | time |
| --- | ---: |
| deploy | 3 s |

| goal | bound | measured | of the fastest runs | met |
| --- | ---: | ---: | ---: | ---: |
| deploy | <= 2 s | 3 s | 1 s | NO |

- On one machine.

<!-- prettier-ignore-end -->
`,
    ),
  );
});

test.each([
  [
    'is missing',
    (path: string) => {
      rmSync(path);
    },
    'ENOENT',
  ],
  [
    'lacks the markers of a bench',
    (path: string) => {
      writeFileSync(path, '# Performance\n');
    },
    'there must be one pair of <!-- deploy:start --> and <!-- deploy:end -->',
  ],
])('fails before anything is measured if the page %s', async (_, spoil, reason) => {
  spoil(page);
  const failed = await run(['--only', 'deploy', '--write', page], new Error('measured')).catch(String);
  expect(failed).toContain(`${page} can't take the reports: `);
  expect(failed).toContain(reason);
});

test('fails with a measurement that fails, and leaves the page as it was', async () => {
  await expect(run(['--only', 'deploy', '--write', page], new Error('no AWS'))).rejects.toThrow('no AWS');
  expect(readFileSync(page, 'utf8')).toBe(PAGE);
});

test('the page on performance takes the tables of every bench', () => {
  const performance = join(__dirname, '../../docs/performance.md');
  expect(() => new ReportPage(performance, BENCHES)).not.toThrow();
});
