import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetParametersCommand } from '@aws-sdk/client-ssm';

import type { Buildspec } from './buildspec';
import type { Clients } from './clients';
import { PhaseError } from './phase-error';
import type { Variable } from './shapes';

/** How many parameters a call may ask for. */
const PARAMETERS = 10;

/**
 * The variables that people give to a build, by their names: those of the start and of the project go before those of
 * the build specification.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.variables
 */
export function givenVariables({ env }: Buildspec, given: readonly Variable[]): Map<string, Variable> {
  const typed = (type: string, values: Readonly<Record<string, string>>): Variable[] =>
    Object.entries(values).map(([name, value]) => ({ name, value, type }));
  const variables = [
    ...typed('PLAINTEXT', env.variables),
    ...typed('PARAMETER_STORE', env['parameter-store']),
    ...typed('SECRETS_MANAGER', env['secrets-manager']),
    ...given,
  ];
  return new Map(variables.map((variable) => [variable.name, variable]));
}

/**
 * The values of variables, by their names.
 *
 * @param onSecret - hears each value that logs must not show
 * @throws PhaseError where a parameter or a secret cannot be read
 */
export async function valuesOf(
  variables: ReadonlyMap<string, Variable>,
  clients: Clients,
  onSecret: (value: string) => void,
): Promise<Record<string, string>> {
  const all = [...variables.values()];
  const named = all.filter(({ type }) => type === 'PARAMETER_STORE').map(({ value }) => value);
  const parameters = await parametersOf([...new Set(named)], clients);
  const values: Record<string, string> = {};
  for (const { name, value, type } of all) {
    if (type === 'PARAMETER_STORE') values[name] = parameters.get(value) ?? '';
    else if (type === 'SECRETS_MANAGER') values[name] = await secretOf(value, clients);
    else values[name] = value;
    if (type === 'PARAMETER_STORE' || type === 'SECRETS_MANAGER') onSecret(values[name] ?? '');
  }
  return values;
}

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.parameter-store */
async function parametersOf(names: readonly string[], { ssm }: Clients): Promise<Map<string, string>> {
  const values = new Map<string, string>();
  for (let at = 0; at < names.length; at += PARAMETERS) {
    const Names = names.slice(at, at + PARAMETERS);
    const { Parameters = [] } = await ssm
      .send(new GetParametersCommand({ Names, WithDecryption: true }))
      .catch(refuse('Decrypted Variables Error'));
    for (const { Name = '', ARN, Value = '' } of Parameters) {
      values.set(Name, Value);
      if (ARN !== undefined) values.set(ARN, Value);
    }
  }
  const missing = names.find((name) => !values.has(name));
  if (missing === undefined) return values;
  throw new PhaseError('Decrypted Variables Error', `parameter does not exist: ${missing}`);
}

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.secrets-manager */
async function secretOf(reference: string, { secrets }: Clients): Promise<string> {
  const [, SecretId = '', rest = ''] = /^(arn:(?:[^:]*:){5}[^:]*|[^:]*):?(.*)$/.exec(reference) ?? [];
  const [key, VersionStage, VersionId] = rest.split(':').map((part) => part || undefined);
  const input = { SecretId, VersionStage, VersionId };
  const { SecretString = '' } = await secrets
    .send(new GetSecretValueCommand(input))
    .catch(refuse('Secrets Manager Error'));
  if (key === undefined) return SecretString;
  const value = jsonKey(SecretString, key);
  if (value !== undefined) return value;
  throw new PhaseError('Secrets Manager Error', `the secret ${SecretId} has no key ${key}`);
}

function jsonKey(text: string, key: string): string | undefined {
  try {
    const value = (JSON.parse(text) as Record<string, unknown> | null)?.[key];
    return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function refuse(code: string): (error: unknown) => never {
  return (error) => {
    throw new PhaseError(code, error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  };
}
