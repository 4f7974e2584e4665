import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { Runtime } from '../../runtime';
import type { Repositories } from '../ports';
import { definitionOf, upload } from './artifacts';
import type { Build } from './build';
import { codeBuildVariables, machineVariables, placesOf, sourceDirectory, type Places } from './build-environment';
import { BuildLog } from './build-log';
import { isInline, parseBuildspec, type Buildspec } from './buildspec';
import { Cache } from './cache';
import { clientsOf, type Clients } from './clients';
import { givenVariables, valuesOf } from './environment';
import { PhaseError } from './phase-error';
import { exportedVariables, runPhases } from './run-phases';
import { Shell } from './shell';
import { fetchObject, fetchSource } from './source';

/** What builds are run with. */
export interface RunTools {
  readonly runtime: Runtime;
  readonly repositories: Repositories;
}

/** A build that is provisioned. */
interface Work {
  readonly build: Build;
  readonly places: Places;
  readonly clients: Clients;
  readonly machine: Readonly<Record<string, string>>;
  readonly log: BuildLog;
  readonly repositories: Repositories;
}

/** A build whose sources are there. */
interface Prepared extends Work {
  readonly spec: Buildspec;
  readonly shell: Shell;
  readonly cache: Cache;
}

/**
 * Runs a build through all its phases, as processes of this machine.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html
 */
export async function runBuild(build: Build, tools: RunTools): Promise<void> {
  const places = placesOf(tools.runtime, build);
  build.begin();
  await build.phase('SUBMITTED', () => Promise.resolve());
  await build.phase('QUEUED', () => Promise.resolve());
  const work = await build.phase('PROVISIONING', () => provision(build, places, tools));
  const prepared = work && (await loggedPhase(work, 'DOWNLOAD_SOURCE', () => prepare(work)));
  if (prepared !== undefined) {
    const phase = <Made>(name: string, run: () => Promise<Made>) => loggedPhase(prepared, name, run);
    const isUploading = await runPhases({ ...prepared, phase });
    if (isUploading) await phase('UPLOAD_ARTIFACTS', () => uploadAll(prepared));
  }
  await build.phase('FINALIZING', async () => {
    if (prepared !== undefined) await finalize(prepared);
    await work?.log.flush();
    await rm(places.directory, { recursive: true, force: true });
  });
  build.complete();
}

/** Goes through a phase, and writes its end into the log. */
async function loggedPhase<Made>(
  { build, log }: Work,
  name: string,
  run: () => Promise<Made>,
): Promise<Made | undefined> {
  const made = await build.phase(name, run);
  const { phaseType, phaseStatus = '', contexts: [context] = [] } = build.phases.at(-1) ?? {};
  if (phaseType !== name) return undefined;
  log.tell(`Phase complete: ${name} State: ${phaseStatus}`);
  log.tell(`Phase context status code: ${context?.statusCode ?? ''} Message: ${context?.message ?? ''}`);
  return made;
}

async function provision(build: Build, places: Places, { runtime, repositories }: RunTools): Promise<Work> {
  for (const place of Object.values(places) as string[]) await mkdir(place, { recursive: true });
  const keys = await runtime.credentials(build.options.project.serviceRole, `AWSCodeBuild-${build.uuid}`);
  const clients = clientsOf(runtime, keys);
  const { isEnabled, groupName: group, streamName: stream } = build.log;
  const now = (): number => runtime.clock.now();
  const log = new BuildLog(isEnabled ? { client: clients.logs, group, stream, now } : undefined);
  log.hide(keys.accessKeyId);
  build.mask = log.masked;
  log.tell('Waiting for DOWNLOAD_SOURCE');
  return { build, places, clients, machine: machineVariables(runtime, places, keys), log, repositories };
}

async function prepare(work: Work): Promise<Prepared> {
  const { build, places, clients, machine, log, repositories } = work;
  const { sources, project } = build.options;
  const { s3 } = clients;
  log.tell('Phase is DOWNLOAD_SOURCE');
  for (const source of sources) {
    const directory = sourceDirectory(places, source.sourceIdentifier);
    const { commit } = await fetchSource(source, directory, { s3, repositories, env: machine, signal: build.signal });
    if (source === sources[0]) build.resolvedSourceVersion ??= commit;
  }
  log.tell(`CODEBUILD_SRC_DIR=${places.src}`);
  const spec = parseBuildspec(await buildspecText(work));
  for (const section of spec.ignored) log.tell(`Skipping ${section}: the local AWS does nothing with it`);

  log.tell('Processing environment variables');
  const given = givenVariables(spec, project.environment.environmentVariables ?? []);
  const values = await valuesOf(given, clients, log.hide);
  const cache = new Cache(project, spec.cache.paths, { s3, directory: places.directory, tell: log.tell });
  await cache.restore();
  log.tell(`Moving to directory ${places.src}`);
  const env = { ...machine, ...values, ...codeBuildVariables(build, places) };
  const { shell: name } = spec.env;
  const shell = new Shell({ shell: name, env, cwd: places.src, directory: places.shell, onOutput: log.write });
  build.signal.addEventListener('abort', () => void shell.end(), { once: true });
  return { ...work, spec, shell, cache };
}

/** The build specification: in the project, in S3, or in the source. */
async function buildspecText({ build, places, clients: { s3 }, log }: Work): Promise<string> {
  const { buildspec = '' } = build.options.project.source;
  if (isInline(buildspec)) return buildspec;
  if (buildspec.startsWith('arn:')) return (await fetchObject({ s3, signal: build.signal }, buildspec)).toString();
  const path = join(places.src, buildspec === '' ? 'buildspec.yml' : buildspec);
  log.tell(`YAML location is ${path}`);
  return readFile(path, 'utf8').catch(() => {
    throw new PhaseError('YAML_FILE_ERROR', `stat ${path}: no such file or directory`);
  });
}

async function uploadAll({ build, places, clients: { s3 }, log, spec, shell }: Prepared): Promise<void> {
  const expand = (name: string): Promise<string> => shell.read(`printf %s "${name}"`);
  const tools = { s3, directory: places.src, buildArn: build.arn, expand, tell: log.tell };
  const { uploads } = build.options;
  for (const to of uploads) {
    const definition = definitionOf(spec, to.artifactIdentifier, uploads.length === 1);
    build.uploaded = [...build.uploaded, await upload(to, definition, tools)];
  }
}

async function finalize(prepared: Prepared): Promise<void> {
  const { build, shell, cache } = prepared;
  build.exported = await exportedVariables(prepared);
  await shell.end();
  if (build.failure === undefined) await cache.save();
}
