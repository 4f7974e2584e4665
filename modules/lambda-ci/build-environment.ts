import type { CodebuildProjectEnvironmentEnvironmentVariable } from '@cdktf/provider-aws/lib/codebuild-project';
import { escapeTemplate } from '../shared/template';
import type { BuildVariable } from './build-props';
import type { CodelessProgram } from './codeless-program';

/** What a build is told. */
export interface BuildVariables {
  /** The program that it runs. */
  readonly program: Pick<CodelessProgram, 'bucketName' | 'key' | 'sha256'>;
  readonly functionName: string;
  readonly sourcePath: string | undefined;
  readonly packagesDescriptor: string | undefined;
  readonly tagPattern: string | undefined;
  readonly deployTopicArn: string | undefined;
  readonly repositoryUrl: string | undefined;
  /** What people give, beside. */
  readonly environment: Readonly<Record<string, BuildVariable>>;
}

/** The variables that props set, each with the prop: nobody sets them twice. */
export const VARIABLES_OF_PROPS: Readonly<Record<string, string>> = {
  CODELESS_FUNCTION_NAME: 'lambda',
  CODELESS_APP_SRC_PATH: 'sourcePath',
  CODELESS_APP_PACKAGES_DESCRIPTOR_PATH: 'packagesDescriptor',
  CODELESS_TAG: 'trigger',
  CODELESS_TAG_PATTERN: 'trigger',
  CODELESS_NOTIFY_TOPIC: 'deployTopicArn',
  CODELESS_DIFFERENCE: 'approval',
};

/**
 * The variables of a build project: where the program is, the flags of the program, and those of one's own.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_EnvironmentVariable.html
 */
export function environmentVariables(given: BuildVariables): CodebuildProjectEnvironmentEnvironmentVariable[] {
  const { program, environment } = given;
  const plain: Readonly<Record<string, string | undefined>> = {
    // The action of the pipeline that shows the difference says so.
    LAMBDA_CI_STEP: 'deploy',
    LAMBDA_CI_PROGRAM_URI: `s3://${program.bucketName}/${program.key}`,
    LAMBDA_CI_PROGRAM_SHA256: program.sha256,
    CODELESS_FUNCTION_NAME: given.functionName,
    CODELESS_APP_SRC_PATH: given.sourcePath,
    CODELESS_APP_PACKAGES_DESCRIPTOR_PATH: given.packagesDescriptor,
    CODELESS_TAG_PATTERN: given.tagPattern,
    CODELESS_NOTIFY_TOPIC: given.deployTopicArn,
    // A mirror that people look at is not where the pipeline reads.
    CODELESS_REPOSITORY_URL: environment.CODELESS_REPOSITORY_URL === undefined ? given.repositoryUrl : undefined,
  };
  return [
    ...Object.entries(plain).flatMap(([name, value]) => (value === undefined ? [] : [variable(name, value)])),
    ...Object.entries(environment).map(([name, value]) => variable(name, value)),
  ];
}

function variable(name: string, value: BuildVariable): CodebuildProjectEnvironmentEnvironmentVariable {
  if (typeof value === 'string') {
    return { name, type: 'PLAINTEXT', value: escapeTemplate(value) };
  }
  if ('parameterName' in value) {
    return { name, type: 'PARAMETER_STORE', value: escapeTemplate(value.parameterName) };
  }
  const { secretArn, jsonKey } = value;
  return {
    name,
    type: 'SECRETS_MANAGER',
    value: escapeTemplate(jsonKey === undefined ? secretArn : `${secretArn}:${jsonKey}`),
  };
}
