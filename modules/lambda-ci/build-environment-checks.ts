import type { IConstruct } from 'constructs';
import { checkPattern } from '../shared/checks';
import { ValidationError } from '../shared/validation-error';
import { VARIABLES_OF_PROPS } from './build-environment';
import type { BuildVariable } from './build-props';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** What AWS and LambdaCi set. */
const RESERVED = /^(CODEBUILD|AWS|LAMBDA_CI)_/;
const PARAMETER_NAME = /^[\w./-]{1,1011}$/;
const SECRET_ARN = /^arn:[^:]+:secretsmanager:[^:]+:\d{12}:secret:[^:]+-[A-Za-z0-9]{6}$/;

/**
 * Throws where variables of a build have names that are not theirs, or values that CodeBuild can't read.
 *
 * @param environment what people give
 * @param variables names of the pipeline's variables
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
 */
export function checkBuildEnvironment(
  scope: IConstruct,
  environment: Readonly<Record<string, BuildVariable>>,
  variables: readonly string[],
): void {
  for (const [name, value] of Object.entries(environment)) {
    const wanted = "letters, digits and '_' that do not begin with a digit";
    checkPattern(scope, 'InvalidVariableName', 'environment', name, NAME, `of names of ${wanted}`);
    checkName(scope, 'environment', name);
    checkValue(scope, name, value);
    if (variables.includes(name)) {
      throw new ValidationError(
        'VariableSetTwice',
        scope,
        `'environment' must not have ${name}, which is a variable of the pipeline; rename one of them`,
      );
    }
  }
  for (const name of variables) {
    checkName(scope, 'variables', name);
  }
}

function checkName(scope: IConstruct, prop: string, name: string): void {
  if (RESERVED.test(name)) {
    throw new ValidationError(
      'ReservedVariable',
      scope,
      `'${prop}' must have no names that begin with CODEBUILD_, AWS_ or LAMBDA_CI_, got ${name}`,
    );
  }
  const owner = VARIABLES_OF_PROPS[name];
  if (owner !== undefined) {
    throw new ValidationError('VariableOfProp', scope, `'${prop}' must not have ${name}: '${owner}' sets it`);
  }
}

function checkValue(scope: IConstruct, name: string, value: BuildVariable): void {
  if (typeof value === 'string') {
    return;
  }
  if ('parameterName' in value) {
    const parameter = "the name of a parameter, of letters, digits and '._-/'";
    const prop = `environment.${name}.parameterName`;
    checkPattern(scope, 'InvalidParameterName', prop, value.parameterName, PARAMETER_NAME, parameter);
    return;
  }
  const arn = 'the ARN of a secret with the six characters at its end';
  checkPattern(scope, 'InvalidSecretArn', `environment.${name}.secretArn`, value.secretArn, SECRET_ARN, arn);
  const key = "a key without ':'";
  checkPattern(scope, 'InvalidSecretKey', `environment.${name}.jsonKey`, value.jsonKey, /^[^:]+$/, key);
}
