import type { IConstruct } from 'constructs';
import { checkLength, checkOneOf, isKnown } from '../shared/checks';
import { ValidationError } from '../shared/validation-error';
import type { CodelessLambdaProps } from './codeless-lambda-props';
import { HANDLER_MAX_LENGTH, runtimeFamily } from './placeholder';

/** Throws where runtime, handler, image and placeholder do not go together. */
export function checkPackage(scope: IConstruct, props: CodelessLambdaProps): void {
  checkOneOf(scope, 'InvalidArchitecture', 'architecture', props.architecture, ['x86_64', 'arm64']);
  checkOneOf(scope, 'InvalidPlaceholder', 'placeholder', props.placeholder, ['archive', 'prebuilt']);
  if (props.image) {
    checkImage(scope, props);
  } else {
    checkZip(scope, props);
  }
}

function checkImage(scope: IConstruct, props: CodelessLambdaProps): void {
  for (const name of ['runtime', 'handler', 'layers', 'placeholder'] as const) {
    if (props[name] !== undefined) {
      throw new ValidationError(
        'ImageWithZipOption',
        scope,
        `'${name}' must not come with 'image', got both: an image brings its own`,
      );
    }
  }
  checkLength(scope, 'ImageUriRequired', 'image.uri', props.image?.uri, 1, Infinity);
}

function checkZip(scope: IConstruct, { runtime, handler }: CodelessLambdaProps): void {
  if (runtime === undefined) {
    throw new ValidationError('RuntimeRequired', scope, `'runtime' must be given unless 'image' is, got neither`);
  }
  if (!isKnown(runtime) || (handler !== undefined && !isKnown(handler))) {
    throw new ValidationError(
      'RuntimeToken',
      scope,
      `'runtime' and 'handler' must be known at synth, got a token: the placeholder is written for them`,
    );
  }
  const family = runtimeFamily(runtime);
  if (family === undefined) {
    throw new ValidationError(
      'UnknownRuntime',
      scope,
      `'runtime' must be one of Lambda's, such as python3.13, nodejs22.x or provided.al2023, got '${runtime}'`,
    );
  }
  if ((handler ?? '') === '' && family !== 'provided') {
    throw new ValidationError('HandlerRequired', scope, `'handler' must be given for the runtime ${runtime}, got none`);
  }
  checkLength(scope, 'HandlerTooLong', 'handler', handler, 0, HANDLER_MAX_LENGTH);
}
