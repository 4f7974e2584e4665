import type { Correction } from '../../front/correction';
import { errorAnswer, jsonObject } from '../../front/message';
import { latestConfiguration, staleRevision } from './function';

/**
 * `CodeSha256`: "Only publish a version if the hash value matches the value that's specified." `RevisionId`: "Only
 * update the function if the revision ID matches the ID that's specified." The emulator looks at neither.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html
 */
export const publishVersionGuards: Correction = {
  service: 'lambda',
  actions: ['PublishVersion'],
  async answer(call, context) {
    const input = jsonObject(call.request.body);
    if (input.CodeSha256 === undefined && input.RevisionId === undefined) return undefined;
    const latest = await latestConfiguration(call, context);
    if ('error' in latest) return latest.error;

    const asked = input.CodeSha256;
    const actual = latest.configuration.CodeSha256;
    if (typeof asked === 'string' && asked !== '' && asked !== actual) {
      return errorAnswer(
        400,
        'InvalidParameterValueException',
        `CodeSHA256 (${asked}) is different from current CodeSHA256 in $LATEST (${String(actual)}). ` +
          'Please try again with the CodeSHA256 in $LATEST.',
      );
    }
    return staleRevision(input, latest.configuration);
  },
};
