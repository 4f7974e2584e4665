import type { Correction } from '../../front/correction';
import { errorAnswer } from '../../front/message';

/**
 * The emulator answers a code signing configuration's creation with success and nothing in it. It is refused instead,
 * with the error that Lambda has for what an account cannot have.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateCodeSigningConfig.html
 */
export const codeSigning: Correction = {
  service: 'lambda',
  actions: [
    'CreateCodeSigningConfig',
    'DeleteCodeSigningConfig',
    'GetCodeSigningConfig',
    'ListFunctionsByCodeSigningConfig',
    'PutFunctionCodeSigningConfig',
    'UpdateCodeSigningConfig',
  ],
  answer: (call) =>
    Promise.resolve(
      errorAnswer(400, 'InvalidParameterValueException', `${call.action}: the local AWS does not have code signing`),
    ),
};
