import type { Correction } from '../../front/correction';
import { jsonAnswer, jsonObject } from '../../front/message';
import { functionPath, functionReference, latestConfiguration, read } from './function';

/**
 * "Lambda doesn't publish a version if the function's configuration and code haven't changed since the last version",
 * and answers that one. The emulator forgets it for versions that CreateFunction or UpdateFunctionCode published, which
 * have the revision of `$LATEST`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html
 */
export const publishUnchanged: Correction = {
  service: 'lambda',
  actions: ['PublishVersion'],
  async answer(call, context) {
    const latest = await latestConfiguration(call, context);
    if ('error' in latest) return latest.error;
    const listed = await context.send(
      read(call, functionPath(functionReference(call).name, 'versions?MaxItems=10000')),
    );
    const { Versions } = jsonObject(listed.body) as { Versions?: readonly Record<string, unknown>[] };
    const last = Versions?.at(-1);
    if (last === undefined || last.Version === '$LATEST') return undefined;
    if (last.RevisionId !== latest.configuration.RevisionId) return undefined;
    return jsonAnswer(201, {
      ...last,
      FunctionArn: `${String(latest.configuration.FunctionArn)}:${String(last.Version)}`,
    });
  },
};
