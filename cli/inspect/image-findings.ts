import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';

import type { Engine } from '../deploy/engine';
import { prepareShipment } from '../deploy/shipment';
import { targetOf } from '../deploy/target';
import { CodelessError } from '../errors';
import { parseImageUri } from '../image/image-uri';
import { mayPull } from '../image/pull-policy';
import type { Finding } from './findings';

/**
 * What is wrong with the image that an alias serves, and with the one that is to be shipped: whether ECR has them, whether
 * the function can run the one, and whether Lambda may pull them.
 *
 * @throws what a call fails with
 */
export async function imageProblems(
  engine: Engine,
  latest: FunctionConfiguration,
  alias: AliasConfiguration,
): Promise<Finding[]> {
  const { settings, lambda } = engine;
  const version = alias.FunctionVersion ?? '';
  const { ResolvedImageUri } = await lambda.codeLocation(version);
  const served = ResolvedImageUri === undefined ? [] : await servedProblems(engine, version, ResolvedImageUri);
  const asked = settings.imageUri.value;
  const uris = [ResolvedImageUri, asked].filter((uri) => uri !== undefined);
  const repositories = new Map(uris.map(parseImageUri).map((image) => [image.repositoryUri, image]));
  const pulls: Finding[] = [];
  for (const repository of repositories.values()) pulls.push(...(await pullProblems(engine, latest, repository)));
  return [...served, ...(asked === undefined ? [] : await askedProblems(engine, latest)), ...pulls];
}

async function servedProblems({ clients, signal }: Engine, version: string, uri: string): Promise<Finding[]> {
  const image = parseImageUri(uri);
  const ecr = await clients.ecr(image.region, signal);
  return found(
    () => ecr.image(image),
    ({ code, message }) => ({
      text: code === 'ImageNotFound' ? `ECR has the image of version ${version} no more: ${uri}` : message,
      hint: 'Lambda fetches it again now and then, and fails the function without it: push it again, or deploy another.',
    }),
  );
}

async function askedProblems(engine: Engine, latest: FunctionConfiguration): Promise<Finding[]> {
  const state = { serving: {}, latest, placeholderSha256: undefined, alias: {}, ledger: undefined };
  return found(
    () => prepareShipment(engine, state, targetOf(engine.settings, latest), ''),
    ({ message, hint }) => ({ text: message, hint: hint ?? 'Name another image with --image-uri.' }),
  );
}

async function pullProblems(
  { clients, signal }: Engine,
  { FunctionArn = '' }: FunctionConfiguration,
  repository: ReturnType<typeof parseImageUri>,
): Promise<Finding[]> {
  const ecr = await clients.ecr(repository.region, signal);
  if (mayPull(await ecr.repositoryPolicy(repository), FunctionArn) !== false) return [];
  const hint =
    'Allow lambda.amazonaws.com ecr:BatchGetImage and ecr:GetDownloadUrlForLayer there, with aws:SourceArn as its one condition.';
  return [{ text: `the policy of ${repository.repositoryUri} does not let Lambda pull the image`, hint }];
}

/** What a refusal of our own says; other errors are thrown. */
async function found(work: () => Promise<unknown>, finding: (error: CodelessError) => Finding): Promise<Finding[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (!(error instanceof CodelessError)) throw error;
    return [finding(error)];
  }
}
