import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

import type { DeployContract } from '../../modules/codeless-lambda/contract';
import type { LambdaApi } from '../aws/lambda';
import { codeSha256Of } from '../image/image-uri';
import type { Ledger } from './ledger';

/** `CodeSha256` of the placeholder, where the contract tells it: of an image that it names by a tag it does not. */
export function placeholderSha256(contract: DeployContract | undefined): string | undefined {
  return contract?.placeholderSha256 ?? codeSha256Of(contract?.placeholderImageUri);
}

/**
 * The same for a function whose alias may still serve it. An image that the contract names by a tag is known by that tag:
 * releases are named by their digests, and the tag may have moved since.
 */
export async function servedPlaceholderSha256(
  lambda: LambdaApi,
  contract: DeployContract | undefined,
  serving: FunctionConfiguration,
  ledger: Ledger | undefined,
): Promise<string | undefined> {
  const known = placeholderSha256(contract);
  const uri = contract?.placeholderImageUri;
  if (known !== undefined || uri === undefined || serving.PackageType !== 'Image') return known;
  if (ledger?.releases.some(({ version }) => version === serving.Version) === true) return undefined;
  const { ImageUri } = await lambda.codeLocation(serving.Version ?? '');
  return ImageUri === uri ? serving.CodeSha256 : undefined;
}
