import { ResourceNotFoundException, type InvokeCommandOutput } from '@aws-sdk/client-lambda';

import { Engine } from '../deploy/engine';
import { CodelessError } from '../errors';
import { neutral } from '../neutral';
import type { Style, VerbContext, VerbOutcome } from '../verb';

/** What an invocation gave. */
interface InvokeResult {
  readonly functionName: string;
  readonly qualifier: string;
  /** The version that answered. */
  readonly version: string | undefined;
  /** The answer: JSON as what it says, else a text. */
  readonly answer: unknown;
  /** The end of the invocation's log, at most 4 KB, where it was asked for. */
  readonly log?: readonly string[];
}

/**
 * Invokes the function once and prints what it answers.
 *
 * @throws CodelessError `FunctionFailed`, `QualifierNotFound`
 */
export async function run(context: VerbContext): Promise<VerbOutcome> {
  const { settings, flags } = context;
  const functionName = settings.functionName.value;
  const qualifier = flags.qualifier ?? settings.aliasName.value;
  // A lost answer is no reason to invoke again: the function may have done its work.
  const lambda = new Engine(context).lambdaOnce();
  const output = await lambda.invoke(qualifier, flags.payload).catch((error: unknown) => {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    const message = `there is no function ${functionName}:${qualifier} in this account and region`;
    const hint = 'Check the name, the qualifier and the region.';
    throw new CodelessError('usage', 'QualifierNotFound', message, { hint, cause: error });
  });
  const answer = output.Payload?.transformToString() ?? '';
  const log = logOf(output);
  if (output.FunctionError !== undefined) throw failed(`${functionName}:${qualifier}`, answer, flags.log ? log : []);
  const result: InvokeResult = {
    functionName,
    qualifier,
    version: output.ExecutedVersion,
    answer: parsed(answer),
    ...(flags.log ? { log } : {}),
  };
  return { exit: 'ok', result, text: (style) => describe(result, style) };
}

function logOf({ LogResult = '' }: InvokeCommandOutput): string[] {
  const text = Buffer.from(LogResult, 'base64').toString().trimEnd();
  return text === '' ? [] : text.split(/\r?\n/);
}

/** The error of the function's own, as Lambda wraps it. */
function failed(name: string, answer: string, log: readonly string[]): CodelessError {
  const { errorType, errorMessage, stackTrace, trace } = objectOf(parsed(answer));
  const type = typeof errorType === 'string' ? errorType : 'an error';
  const reason = typeof errorMessage === 'string' ? errorMessage : answer;
  const frames = [stackTrace, trace].find((lines): lines is unknown[] => Array.isArray(lines)) ?? [];
  const stack = frames.filter((line): line is string => typeof line === 'string').flatMap((line) => line.split('\n'));
  const output = [...stack, ...log].map((line) => line.trimEnd()).filter((line) => line !== '');
  return new CodelessError('unhealthy', 'FunctionFailed', `${name} failed with ${type}: ${reason}`, {
    hint: 'Correct the code or the event; codeless logs shows more.',
    output,
  });
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function describe({ answer, log = [] }: InvokeResult, style: Style): string {
  const lines = typeof answer === 'string' ? answer.split('\n') : JSON.stringify(answer, undefined, 2).split('\n');
  const end = log.map((line) => style.dim(neutral(line)));
  return [...lines.map(neutral), ...(end.length === 0 ? [] : ['', ...end])].join('\n');
}
