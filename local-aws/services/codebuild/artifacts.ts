import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

import type { Buildspec, BuildspecArtifacts } from './buildspec';
import { matchingDirectories, matchingFiles } from './files';
import { PhaseError } from './phase-error';
import type { Artifacts } from './shapes';
import { zipFiles } from './zip';

/** An artifact that a build has to upload. */
export interface Upload extends Artifacts {
  readonly bucket: string;
  /** Where the key is given; without it, the project's settings make it. */
  readonly key?: string;
}

/** What artifacts are made with. */
export interface UploadTools {
  readonly s3: S3Client;
  /** Where the source is. */
  readonly directory: string;
  readonly buildArn: string;
  /** Reads a name that the shell has to expand. */
  readonly expand: (name: string) => Promise<string>;
  readonly tell: (line: string) => void;
}

/** An artifact as a build tells of it. */
export interface Uploaded {
  readonly location: string;
  readonly sha256sum?: string;
  readonly md5sum?: string;
  readonly artifactIdentifier?: string;
}

/** The definition of an artifact: the identifier's own, or the one that the build specification has at its top. */
export function definitionOf(
  { artifacts }: Buildspec,
  identifier: string | undefined,
  isOnly: boolean,
): BuildspecArtifacts {
  const { 'secondary-artifacts': secondary = {}, ...primary } = artifacts ?? {};
  const isPrimary = isOnly || identifier === undefined;
  const own = identifier === undefined ? undefined : secondary[identifier];
  const found = own ?? (isPrimary && artifacts !== undefined ? (primary as BuildspecArtifacts) : undefined);
  if (found !== undefined) return found;
  const which = identifier === undefined ? 'artifacts' : `artifacts.secondary-artifacts.${identifier}`;
  throw new PhaseError('CLIENT_ERROR', `no definition of the artifact in the buildspec: ${which}`);
}

/**
 * Uploads an artifact: a ZIP file, or a folder of files.
 *
 * @throws PhaseError `CLIENT_ERROR`
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.artifacts
 */
export async function upload(to: Upload, definition: BuildspecArtifacts, tools: UploadTools): Promise<Uploaded> {
  const { s3, directory, buildArn, expand, tell } = tools;
  tell(`Expanding base directory path: ${definition['base-directory']}`);
  const files = await assemble(directory, definition, tell);
  const name = to.overrideArtifactName === true && definition.name !== undefined && (await expand(definition.name));
  const key = to.key ?? keyOf(to, name || (to.name ?? ''), buildArn);
  const location = `arn:aws:s3:::${to.bucket}/${key}`;
  const identifier = to.artifactIdentifier && { artifactIdentifier: to.artifactIdentifier };
  const put = (Key: string, Body: Buffer): Promise<unknown> =>
    s3.send(new PutObjectCommand({ Bucket: to.bucket, Key, Body, Metadata: { 'codebuild-buildarn': buildArn } }));
  if (to.key === undefined && to.packaging !== 'ZIP') {
    for (const [path, file] of files) await put(joined(key, path), await readFile(join(directory, file)));
    return { location, ...identifier };
  }
  const body = await zipFiles(directory, files);
  await put(key, body);
  const sum = (algorithm: string): string => createHash(algorithm).update(body).digest('hex');
  return { location, sha256sum: sum('sha256'), md5sum: sum('md5'), ...identifier };
}

/** The files of an artifact: paths under the source directory, by the names that they have in the artifact. */
async function assemble(
  directory: string,
  definition: BuildspecArtifacts,
  tell: (line: string) => void,
): Promise<Map<string, string>> {
  const bases = await matchingDirectories(directory, definition['base-directory']);
  if (bases.length === 0) throw new PhaseError('CLIENT_ERROR', 'no matching base directory path found');
  tell('Assembling file list');
  const files = new Map<string, string>();
  for (const base of bases) {
    for (const path of await matchingFiles(join(directory, base), definition.files, definition['exclude-paths'])) {
      files.set(definition['discard-paths'] ? basename(path) : path, join(base, path));
    }
  }
  if (files.size === 0) throw new PhaseError('CLIENT_ERROR', 'no matching artifact paths found');
  tell(`Found ${files.size} file(s)`);
  return files;
}

/** @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectArtifacts.html */
function keyOf({ path = '', namespaceType }: Artifacts, name: string, buildArn: string): string {
  const build = namespaceType === 'BUILD_ID' ? (buildArn.split(':').at(-1) ?? '') : '';
  return joined(path, build, name);
}

function joined(...parts: readonly string[]): string {
  return parts
    .map((part) => part.replace(/^\/+|\/+$/g, ''))
    .filter(Boolean)
    .join('/');
}
