import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findPython, startLocalAws, type LocalAws } from '../../local-aws';
import { packageRoot } from '../../modules/shared/package-root';
import { interleave } from '../interleave';
import type { BenchOptions } from '../options';
import { BUCKET, createFunctions } from './function';
import { installPredecessor } from './predecessor';
import { Project } from './project';
import { deployReport, type Task } from './report';
import { Subject, type Run } from './subject';
import { makeTools } from './tools';

/** How often help is asked for, for each round of deploys: it is short. */
const HELPS_PER_ROUND = 4;

/** Times deploys by the program against those by its predecessor, on one local AWS. */
export async function deployBench(options: BenchOptions, progress: (line: string) => void): Promise<string> {
  const python = findPython(process.env);
  if (python === undefined) throw new Error('aws-lambda-ci needs Python, and none is on PATH');
  const old = await installPredecessor(python, progress);
  const directory = mkdtempSync(join(tmpdir(), 'codeless-bench-'));
  const aws = await startLocalAws({ settling: 0 });
  try {
    return await measure(aws, old, directory, options, progress);
  } finally {
    await aws.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measure(
  aws: LocalAws,
  old: string,
  directory: string,
  { rounds, megabytes }: BenchOptions,
  progress: (line: string) => void,
): Promise<string> {
  const { bin, pip } = makeTools(directory, join(packageRoot(__dirname), 'dist', 'cli', 'codeless.js'));
  const PATH = [bin, old, process.env.PATH ?? ''].join(delimiter);
  const env = {
    ...aws.environment,
    ...pip,
    PATH,
    HOME: homedir(),
    TMPDIR: directory,
    XDG_CACHE_HOME: join(directory, 'cache'),
  };
  const sides = {
    codeless: side(new Subject(aws, 'codeless', env), ['deploy'], join(directory, 'codeless')),
    predecessor: side(new Subject(aws, 'aws-lambda-ci', env), [], join(directory, 'predecessor')),
  };
  await createFunctions(aws, ['codeless', 'predecessor']);
  const both = (times: number, run: (one: Side) => Promise<Run>): Promise<Task> =>
    interleave(times, { codeless: () => run(sides.codeless), predecessor: () => run(sides.predecessor) });

  progress('deploy: twice each, unmeasured');
  await both(2, ({ deploy }) => deploy());
  progress(`deploy: ${rounds} × nothing changed`);
  const unchanged = await both(rounds, ({ deploy }) => deploy());
  const fresh = await both(rounds, ({ deploy }) => deploy({ CI: 'true' }));
  progress(`deploy: ${rounds} × code changed`);
  const changed = ({ project, deploy }: Side): Promise<Run> => {
    project.change();
    return deploy();
  };
  const change = await both(rounds, changed);
  progress(`--help: ${rounds * HELPS_PER_ROUND} × each`);
  const help = await both(rounds * HELPS_PER_ROUND, ({ help: run }) => run());
  const largeRounds = Math.min(rounds, 3);
  progress(`deploy: ${largeRounds} × ${megabytes} MB changed`);
  for (const { project } of Object.values(sides)) project.fill(megabytes);
  const large = await both(largeRounds, changed);
  return deployReport({ unchanged, fresh, change, large, help, megabytes });
}

/** A program with the project and the function that it ships. */
interface Side {
  readonly project: Project;
  /** @param env more of it; with `CI` the program keeps no compiled code */
  readonly deploy: (env?: Readonly<Record<string, string>>) => Promise<Run>;
  readonly help: () => Promise<Run>;
}

function side(subject: Subject, verb: readonly string[], root: string): Side {
  const project = new Project(root);
  const name = root.split('/').at(-1) ?? '';
  const flags = ['--app-s3-bucket', BUCKET, '--function-name', name, '--function-runtime', 'python3.12'];
  const source = ['--app-src-path', 'src', '--app-packages-descriptor-path', 'requirements.txt'];
  let release = 0;
  return {
    project,
    deploy: (env) => subject.run([...verb, ...flags, ...source, '--source-version', `1.0.${release++}`], root, env),
    help: () => subject.run(['--help'], root),
  };
}
