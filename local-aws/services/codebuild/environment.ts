import { delimiter, dirname, join } from 'node:path';

import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';

import type { ClientConfig, Runtime } from '../../runtime';
import type { Build } from './build';
import type { Buildspec } from './buildspec';
import { PhaseError } from './phase-error';
import type { Variable } from './start';

/** Where a build works: everything of it is under `directory`. */
export function placesOf({ directory: root }: Runtime, { uuid }: Build) {
  const directory = join(root, 'builds', uuid);
  const place = (name: string): string => join(directory, name);
  return { directory, home: place('home'), tmp: place('tmp'), shell: place('shell'), src: place('src') };
}
export type Places = Readonly<ReturnType<typeof placesOf>>;

/** Where an input artifact is put. */
export function sourceDirectory({ directory, src }: Places, { request }: Build, name: string): string {
  return name === request.primary ? src : join(directory, 'secondary', name);
}

/** What a build sees of this machine, and how it reaches the local AWS; people's own variables may replace it. */
export function machineVariables({ endpoint, region, credentials }: ClientConfig, { home, tmp }: Places, path: string) {
  return {
    PATH: [dirname(process.execPath), path].join(delimiter),
    HOME: home,
    TMPDIR: tmp,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken ?? '',
    NO_PROXY: '127.0.0.1,localhost',
    no_proxy: '127.0.0.1,localhost',
  };
}

/**
 * The variables that CodeBuild gives to every build.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
 */
export function codeBuildVariables(build: Build, places: Places): Record<string, string> {
  const { project, request } = build;
  const secondary = request.inputs.map(({ name }) => name).filter((name) => name !== request.primary);
  const variables: Record<string, string | undefined> = {
    CODEBUILD_BUILD_ARN: build.arn,
    CODEBUILD_BUILD_ID: build.id,
    CODEBUILD_BUILD_IMAGE: project.environment.image,
    CODEBUILD_BUILD_NUMBER: `${build.number}`,
    CODEBUILD_BUILD_SUCCEEDING: '1',
    CODEBUILD_INITIATOR: request.initiator,
    CODEBUILD_KMS_KEY_ID: project.encryptionKey,
    CODEBUILD_LOG_PATH: build.log.streamName,
    CODEBUILD_PROJECT_ARN: project.arn,
    CODEBUILD_RESOLVED_SOURCE_VERSION: request.sourceVersion,
    CODEBUILD_SOURCE_REPO_URL: request.sourceRepoUrl,
    CODEBUILD_SOURCE_VERSION: build.sourceVersion,
    CODEBUILD_SRC_DIR: places.src,
    CODEBUILD_START_TIME: `${Math.round(build.startTime * 1000)}`,
    ...Object.fromEntries(secondary.map((name) => [`CODEBUILD_SRC_DIR_${name}`, sourceDirectory(places, build, name)])),
  };
  return Object.fromEntries(Object.entries(variables).filter((entry): entry is [string, string] => Boolean(entry[1])));
}

/**
 * The values of the variables that people give to a build, by their names: those of the start and of the project go
 * before those of the build specification.
 *
 * @param config - of the project's role
 * @param onSecret - hears each value that logs must not show
 * @throws PhaseError where a parameter or a secret cannot be read
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.variables
 */
export async function givenVariables(
  { env }: Buildspec,
  { project }: Build,
  config: ClientConfig,
  onSecret: (value: string) => void,
): Promise<Record<string, string>> {
  const typed = (type: string, values: Readonly<Record<string, string>>): Variable[] =>
    Object.entries(values).map(([name, value]) => ({ name, value, type }));
  const variables = [
    ...typed('PLAINTEXT', env.variables),
    ...typed('PARAMETER_STORE', env['parameter-store']),
    ...typed('SECRETS_MANAGER', env['secrets-manager']),
    ...((project.environment.environmentVariables ?? []) as readonly Variable[]),
  ];
  const values: Record<string, string> = {};
  for (const { name, value, type } of new Map(variables.map((variable) => [variable.name, variable])).values()) {
    const read = { PARAMETER_STORE: parameterOf, SECRETS_MANAGER: secretOf }[type];
    const found = (values[name] = read === undefined ? value : await read(value, config));
    if (read !== undefined) onSecret(found);
  }
  return values;
}

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.parameter-store */
async function parameterOf(name: string, config: ClientConfig): Promise<string> {
  const code = 'Decrypted Variables Error';
  const command = new GetParametersCommand({ Names: [name], WithDecryption: true });
  const { Parameters: [parameter] = [] } = await new SSMClient(config).send(command).catch(refuse(code));
  if (parameter?.Value !== undefined) return parameter.Value;
  throw new PhaseError(code, `parameter does not exist: ${name}`);
}

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.secrets-manager */
async function secretOf(reference: string, config: ClientConfig): Promise<string> {
  const code = 'Secrets Manager Error';
  const [, SecretId = '', rest = ''] = /^(arn:(?:[^:]*:){5}[^:]*|[^:]*):?(.*)$/.exec(reference) ?? [];
  const [key, VersionStage, VersionId] = rest.split(':').map((part) => part || undefined);
  const command = new GetSecretValueCommand({ SecretId, VersionStage, VersionId });
  const { SecretString = '' } = await new SecretsManagerClient(config).send(command).catch(refuse(code));
  if (key === undefined) return SecretString;
  try {
    const value = (JSON.parse(SecretString) as Readonly<Record<string, unknown>>)[key];
    if (value !== undefined) return typeof value === 'string' ? value : JSON.stringify(value);
  } catch {
    // It is no JSON, which has no keys.
  }
  throw new PhaseError(code, `the secret ${SecretId} has no key ${key}`);
}

function refuse(code: string): (error: unknown) => never {
  return (error) => {
    throw new PhaseError(code, String(error));
  };
}
