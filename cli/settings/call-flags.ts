import type { VerbFlags, VerbName } from '../verb';
import { jsonText, type ReadFile } from './json-text';
import type { LayeredValues } from './layered-values';

/** Milliseconds that `logs` looks back where nobody says it: ten minutes. */
const SINCE = 600_000;

/** What one call of a verb was told, with the defaults of what it was not. */
export async function callFlags(values: LayeredValues, readFile: ReadFile, cwd: string): Promise<VerbFlags> {
  const on = (name: Parameters<LayeredValues['booleanOr']>[0]): boolean => values.booleanOr(name, false).value;
  const payload = await jsonText(values.textOr('payload', '{}'), 'payload', readFile, {
    cwd,
    configurationFile: undefined,
  });
  return {
    dryRun: on('dry-run'),
    redeploy: on('redeploy'),
    watchLogStream: on('watch-log-stream'),
    to: values.text('to').value,
    exitCode: on('exit-code'),
    summary: on('summary'),
    target: values.text('target').value,
    out: values.text('out').value,
    limit: values.integerOr('limit', 20).value,
    sinceMilliseconds: values.integerOr('since', SINCE).value,
    follow: on('follow'),
    payload: payload.value,
    qualifier: values.text('qualifier').value,
    log: on('log'),
    forVerbs: values.text('for').value?.split(',') as VerbName[] | undefined,
  };
}
