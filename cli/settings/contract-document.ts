import * as z from 'zod/mini';

import {
  CONTRACT_SCHEMA_VERSION,
  contractParameterName,
  type DeployContract,
} from '../../modules/codeless-lambda/contract';
import { CodelessError } from '../errors';
import { parseJsonObject } from '../text';

const text = z.string().check(z.minLength(1));
const texts = z.array(text);

// What a later release adds is no reason to stop: keys that are not known here are dropped.
const SCHEMA: z.ZodMiniType<DeployContract> = z.object({
  schemaVersion: z.literal(CONTRACT_SCHEMA_VERSION),
  functionName: text,
  aliasName: text,
  aliasOwner: z.enum(['ci', 'terraform']),
  runtime: z.optional(text),
  architectures: z.tuple([z.enum(['x86_64', 'arm64'])]),
  packageType: z.enum(['Zip', 'Image']),
  layerName: text,
  layers: texts,
  artifactBucket: z.optional(text),
  artifactPrefix: z.optional(z.string()),
  codeDeployApplication: z.optional(text),
  codeDeployDeploymentGroup: z.optional(text),
  alarms: texts,
  placeholderSha256: z.optional(text),
  placeholderImageUri: z.optional(text),
  configurationSha256: text,
});

const WRITTEN_BY_TERRAFORM =
  'Terraform writes it: run terraform apply with the release of cdktf-codeless that you deploy with.';

/**
 * Reads the text of a function's deploy contract.
 *
 * @throws CodelessError with exit `usage` where it is not one that this release can read
 */
export function parseContract(functionName: string, document: string): DeployContract {
  const parameter = contractParameterName(functionName);
  const problem = (what: string, hint = WRITTEN_BY_TERRAFORM): CodelessError =>
    new CodelessError('usage', 'ContractInvalid', `the deploy contract in ${parameter} ${what}`, { hint });

  const content = parseJsonObject(
    document,
    `the deploy contract in ${parameter}`,
    WRITTEN_BY_TERRAFORM,
    'ContractInvalid',
  );
  const { schemaVersion } = content;
  if (typeof schemaVersion === 'number' && schemaVersion > CONTRACT_SCHEMA_VERSION) {
    throw problem(
      `has schema version ${schemaVersion}, and this release reads version ${CONTRACT_SCHEMA_VERSION}`,
      'Use the release of codeless that belongs to the constructs.',
    );
  }
  const result = SCHEMA.safeParse(content);
  if (!result.success) {
    const keys = [...new Set(result.error.issues.map(({ path }) => String(path[0])))];
    const missing = keys.filter((key) => !(key in content));
    if (missing.length > 0) throw problem(`lacks ${missing.join(', ')}`);
    throw problem(`has a wrong value at ${keys.join(', ')}`);
  }
  if (result.data.functionName !== functionName) {
    throw problem(`is for the function ${result.data.functionName}`);
  }
  return result.data;
}
