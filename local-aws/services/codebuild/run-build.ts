import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { S3Client } from '@aws-sdk/client-s3';

import type { ClientConfig, Runtime } from '../../runtime';
import { uploadArtifacts } from './artifacts';
import type { Build } from './build';
import { BuildLog } from './build-log';
import { isInline, parseBuildspec, type Buildspec } from './buildspec';
import { cachePlace, restoreCache, saveCache } from './cache';
import {
  codeBuildVariables,
  givenVariables,
  machineVariables,
  placesOf,
  sourceDirectory,
  type Places,
} from './environment';
import { PhaseError } from './phase-error';
import { exportedVariables, runPhases, type RunPhase } from './run-phases';
import { Shell } from './shell';
import { fetchSource } from './source';

/** A build that is provisioned. */
interface Work {
  readonly build: Build;
  readonly places: Places;
  readonly config: ClientConfig;
  readonly s3: S3Client;
  readonly env: Readonly<Record<string, string>>;
  readonly log: BuildLog;
}

/** What its sources say. */
interface Prepared {
  readonly spec: Buildspec;
  readonly shell: Shell;
}

/**
 * Runs a build that was queued through the rest of its phases, as processes of this machine.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html
 */
export async function runBuild(build: Build, runtime: Runtime): Promise<void> {
  const places = placesOf(runtime, build);
  const work = await build.phase('PROVISIONING', () => provision(build, places, runtime));
  const prepared = work && (await runWork(work));
  await build.phase('FINALIZING', async () => {
    if (work !== undefined && prepared !== undefined) await finalize(work, prepared);
    await work?.log.flush();
    await rm(places.directory, { recursive: true, force: true });
  });
  build.complete();
}

/** Goes through the phases that the log tells of. */
async function runWork(work: Work): Promise<Prepared | undefined> {
  const { build, places, s3, log } = work;
  const phase: RunPhase = async (name, run) => {
    const made = await build.phase(name, run);
    const { phaseType, phaseStatus = '', contexts: [context] = [] } = build.phases.at(-1) ?? {};
    if (phaseType !== name) return undefined;
    log.tell(`Phase complete: ${name} State: ${phaseStatus}`);
    log.tell(`Phase context status code: ${context?.statusCode ?? ''} Message: ${context?.message ?? ''}`);
    return made;
  };
  const prepared = await phase('DOWNLOAD_SOURCE', () => prepare(work));
  if (prepared !== undefined && (await runPhases({ ...work, ...prepared, phase }))) {
    const tools = { s3, directory: places.src, tell: log.tell };
    await phase('UPLOAD_ARTIFACTS', () => uploadArtifacts(prepared.spec, build.request.outputs, tools));
  }
  return prepared;
}

async function finalize({ build, places, s3, log }: Work, { spec, shell }: Prepared): Promise<void> {
  const { paths } = spec.cache;
  build.exported = await exportedVariables(build, spec, shell);
  await shell.end();
  if (build.failure !== undefined) return;
  await saveCache(cachePlace(build.project, paths), paths, { s3, directory: places.directory, tell: log.tell });
}

/** Makes its directories, assumes its role and opens its log. */
async function provision(build: Build, places: Places, runtime: Runtime): Promise<Work> {
  for (const place of Object.values<string>(places)) await mkdir(place, { recursive: true });
  const config = await runtime.clientConfig(build.project.serviceRole, `AWSCodeBuild-${build.uuid}`);
  const log = new BuildLog(new CloudWatchLogsClient(config), build.log, () => runtime.clock.now());
  log.hide(config.credentials.accessKeyId);
  build.mask = log.masked;
  return { build, places, config, s3: new S3Client(config), env: machineVariables(config, places, runtime.path), log };
}

/** Brings its sources, its specification, its variables and its cache. */
async function prepare(work: Work): Promise<Prepared> {
  const { build, places, config, s3, env: machine, log } = work;
  const { project, request, signal } = build;
  for (const input of request.inputs) {
    await fetchSource(input, sourceDirectory(places, build, input.name), { s3, env: machine, signal });
  }
  const spec = parseBuildspec(await buildspecText(work));
  const given = await givenVariables(spec, build, config, log.hide);
  await restoreCache(cachePlace(project, spec.cache.paths), { s3, directory: places.directory, tell: log.tell });
  const shell = new Shell({
    shell: spec.env.shell,
    env: { ...machine, ...given, ...codeBuildVariables(build, places) },
    cwd: places.src,
    directory: places.shell,
    onOutput: log.write,
  });
  signal.addEventListener('abort', () => void shell.end(), { once: true });
  return { spec, shell };
}

/** The build specification: in the project, or in the source. */
async function buildspecText({ build, places }: Work): Promise<string> {
  const { buildspec = '' } = build.project.source;
  if (isInline(buildspec)) return buildspec;
  const path = join(places.src, buildspec || 'buildspec.yml');
  return readFile(path, 'utf8').catch(() => {
    throw new PhaseError('YAML_FILE_ERROR', `stat ${path}: no such file or directory`);
  });
}
