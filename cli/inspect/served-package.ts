import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

import type { Engine } from '../deploy/engine';
import { CodelessError } from '../errors';
import { readEntries, type PackageEntry } from '../package';

/** The status of HTTP with which a package comes. */
const OK = 200;

/**
 * The files in the package of a published version: of the bucket, from which no more than the zip's directory is read,
 * where the object there is that very package; else of Lambda, from which all of it is downloaded.
 *
 * @param sourceVersion what the version was released from, where that is known
 * @param directory for the download
 */
export async function readServedPackage(
  engine: Engine,
  serving: FunctionConfiguration,
  sourceVersion: string | undefined,
  directory: string,
): Promise<PackageEntry[]> {
  const stored = sourceVersion === undefined ? undefined : await readStored(engine, serving, sourceVersion);
  return stored ?? readEntries(await download(engine, serving.Version ?? '', join(directory, 'served.zip')));
}

async function readStored(
  { artifacts, keys }: Engine,
  serving: FunctionConfiguration,
  sourceVersion: string,
): Promise<PackageEntry[] | undefined> {
  if (artifacts === undefined) return undefined;
  const key = keys.app(sourceVersion);
  const object = await artifacts.describe(key);
  // A source version that was deployed again has another package under the same key.
  if (object === undefined || object.sha256 !== serving.CodeSha256) return undefined;
  return readEntries({
    name: `s3://${artifacts.bucket}/${key}`,
    size: object.bytes,
    read: (offset, bytes) => artifacts.readRange(key, offset, bytes),
  });
}

/** @throws CodelessError `DownloadFailed` */
async function download({ lambda, clients, signal }: Engine, version: string, target: string): Promise<string> {
  const { Location: location } = await lambda.codeLocation(version);
  const what = `the package of ${lambda.functionName}:${version}`;
  if (location === undefined) throw new CodelessError('failed', 'DownloadFailed', `Lambda does not give ${what}`);
  const hint = 'Check the network and its proxies, then run this again.';
  const { status, body } = await clients.download(new URL(location), signal);
  if (status !== OK) {
    body.destroy();
    const text = `${what} could not be downloaded: HTTP status ${status}`;
    throw new CodelessError('failed', 'DownloadFailed', text, { hint });
  }
  await pipeline(body, createWriteStream(target), { signal });
  return target;
}
