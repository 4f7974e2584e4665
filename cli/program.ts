import { readCommandLine, withVerb } from './command-line';
import type { ExitName } from './errors';
import { describeError } from './output/describe-error';
import { outputOptions } from './output/output-options';
import { Voice } from './output/voice';
import type { Surroundings } from './surroundings';
import type { Verb, VerbName } from './verb';

/** Each verb's file, loaded when it is asked for: the AWS SDK takes longer to load than help takes to print. */
const LOAD: Readonly<Record<VerbName, () => Promise<Verb>>> = {
  deploy: () => import('./verbs/deploy'),
  build: () => import('./verbs/build'),
  diff: () => import('./verbs/diff'),
  checkout: () => import('./verbs/checkout'),
  status: () => import('./verbs/status'),
  versions: () => import('./verbs/versions'),
  rollback: () => import('./verbs/rollback'),
  prune: () => import('./verbs/prune'),
  logs: () => import('./verbs/logs'),
  invoke: () => import('./verbs/invoke'),
  verify: () => import('./verbs/verify'),
  'explain-iam': () => import('./verbs/explain-iam'),
};

/** Runs the program to its end; never rejects. */
export async function runProgram(surroundings: Surroundings): Promise<ExitName> {
  try {
    const { args, legacy } = withVerb(surroundings.args, surroundings.calledAs);
    const nothingAsked = surroundings.args.length === 0;
    const call = readCommandLine(args, nothingAsked ? surroundings.stderr : surroundings.stdout);
    if (call === undefined) return nothingAsked ? 'usage' : 'ok';
    const { start } = await import('./verbs/start');
    return await start({ ...call, legacy, load: (verb) => LOAD[verb]() }, surroundings);
  } catch (error) {
    const problem = describeError(error);
    const json = surroundings.args.includes('--json');
    new Voice(surroundings, outputOptions(json ? { json } : {}, surroundings.env)).problem(problem);
    return problem.exit;
  }
}
