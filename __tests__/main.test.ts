import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PROGRAM_FILE } from './helpers/stack-config';
import { temporaryPath } from './helpers/synth';
import { inDirectory } from './helpers/working-directory';

const OWN_VARIABLES = /^(AWS_|DEMO_|TERRAFORM_|TF_|CDKTF_)/;

interface Outcome {
  readonly stderr: string;
  readonly stdout: string;
  readonly exitCode: typeof process.exitCode;
  readonly directory: string;
}

/** Runs main.ts as a program in an empty directory, with nothing but the given variables of its own, and a program that is built. */
function runMain(variables: Record<string, string>): Outcome {
  const written = { stderr: '', stdout: '' };
  for (const name of ['stderr', 'stdout'] as const) {
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += text.toString();
      return true;
    });
  }
  const directory = temporaryPath();
  const { env, exitCode } = process;
  const others = Object.entries(env).filter(([name]) => !OWN_VARIABLES.test(name));
  process.env = { ...Object.fromEntries(others), DEMO_PROGRAM_FILE: PROGRAM_FILE, ...variables };
  process.exitCode = undefined;
  try {
    inDirectory(directory, () => {
      jest.isolateModules(() => {
        jest.requireActual('../main');
      });
    });
    return { ...written, exitCode: process.exitCode, directory };
  } finally {
    process.env = env;
    process.exitCode = exitCode;
    jest.restoreAllMocks();
  }
}

test('an empty environment synthesizes the demo stack, and says where', () => {
  const { directory, ...outcome } = runMain({});
  expect(outcome).toEqual({ stderr: '', stdout: 'wrote cdktf.out/stacks/demo/cdk.tf.json\n', exitCode: undefined });
  expect(readdirSync(join(directory, 'cdktf.out', 'stacks'))).toEqual(['demo']);
  expect(existsSync(join(directory, 'cdktf.out', 'stacks', 'demo', 'cdk.tf.json'))).toBe(true);
});

test('fails with 2 and one sentence for a program that is not there', () => {
  const { stderr, exitCode } = runMain({ DEMO_PROGRAM_FILE: 'nowhere.js' });
  expect(stderr).toBe(
    "'file' must be the program's file, got 'nowhere.js', which is none [NoProgramFile] (at demo/qa/pipeline/Program)\n",
  );
  expect(exitCode).toBe(2);
});

test('the output goes where CDKTF is told', () => {
  const outdir = join(temporaryPath(), 'out');
  mkdirSync(outdir, { recursive: true });
  const { directory } = runMain({ CDKTF_OUTDIR: outdir });
  expect(readdirSync(directory)).toEqual([]);
  expect(existsSync(join(outdir, 'stacks', 'demo', 'cdk.tf.json'))).toBe(true);
});

test('fails with 2 and one message for a wrong environment, and leaves nothing behind', () => {
  const { directory, ...outcome } = runMain({ AWS_REGION: 'Ireland', TERRAFORM_BACKEND: 's3' });
  expect(outcome).toEqual({
    stderr:
      'the environment has wrong values:\n' +
      "  AWS_REGION must be a region, such as eu-west-1, got 'Ireland'\n" +
      '  TERRAFORM_BACKEND_BUCKET must be set where TERRAFORM_BACKEND is s3\n',
    stdout: '',
    exitCode: 2,
  });
  expect(readdirSync(directory)).toEqual([]);
});

test('fails with 2 and one sentence for what only the construct can tell to be wrong', () => {
  const { stderr, stdout, exitCode } = runMain({ DEMO_RUNTIME: 'go1.x' });
  expect(stderr).toBe(
    "'runtime' must be one of Lambda's, such as python3.13, nodejs22.x or provided.al2023, got 'go1.x' " +
      '[UnknownRuntime] (at demo/qa/api)\n',
  );
  expect(stdout).toBe('');
  expect(exitCode).toBe(2);
});
