import { basename, resolve as resolvePath } from 'node:path';

import { contractParameterName, type DeployContract } from '../../modules/codeless-lambda/contract';
import { CodelessError } from '../errors';
import type { OnProgress } from '../progress';
import { FUNCTION_VERBS, type Connection, type VerbFlags, type VerbName } from '../verb';
import { buildImage } from './build-image';
import { callFlags } from './call-flags';
import { codeBuildSettings } from './code-build';
import { parseContract } from './contract-document';
import { CONFIGURATION_FILE, findValues } from './find-values';
import { flagsOf } from './flags';
import type { RawFlags } from './given-values';
import { imageUriSetting } from './image-uri-setting';
import { jsonText, type ReadFile } from './json-text';
import type { LayeredValues } from './layered-values';
import type { Setting, Settings } from './settings';
import { checkedBucket, checkedPrefix } from './storage-names';
import { fitsIntoKey } from './source-version';

/** Where values are looked for, and how. */
export interface SettingsInput {
  readonly verb: VerbName;
  readonly flags: RawFlags;
  readonly env: NodeJS.ProcessEnv;
  /** The working directory. */
  readonly cwd: string;
  /** Whether it is called as aws-lambda-ci was. */
  readonly legacy: boolean;
  readonly readFile: ReadFile;
  /** The text of a function's deploy contract; undefined where there is none. */
  readonly readContract: (functionName: string, connection: Connection) => Promise<string | undefined>;
  /** What is released where nobody says it. */
  readonly defaultSourceVersion: (directory: string) => Promise<Setting<string>>;
  readonly onProgress: OnProgress;
}

/** What a verb works with. */
export interface ResolvedSettings {
  readonly settings: Settings;
  readonly flags: VerbFlags;
  readonly connection: Connection;
}

/** The descriptor that aws-lambda-ci took where none was named. */
const LEGACY_DESCRIPTOR = 'requirements.txt';

/**
 * Finds every value: flags, then variables, then the deploy contract, then the configuration file, then defaults.
 *
 * @throws CodelessError with exit `usage` that tells of all wrong values at once
 */
export async function resolveSettings(input: SettingsInput): Promise<ResolvedSettings> {
  const { values, directory, configurationFile } = await findValues(input);
  const connection: Connection = {
    region: values.text('region').value,
    profile: values.text('aws-profile-name').value,
  };
  const functionName = functionNameOf(input.verb, values, directory);
  const hasContract = functionName.source !== 'default' && FUNCTION_VERBS.includes(input.verb);
  const contract = hasContract ? await readContract(input, functionName.value, connection) : undefined;
  values.addContract(contract);

  const descriptor = values.text('app-packages-descriptor-path');
  const settings: Settings = {
    functionName,
    contract,
    configurationFile,
    aliasName: values.textOr('function-alias-name', 'latest'),
    layerName: values.textOr('function-layer-name', `${functionName.value}-deps`),
    runtime: values.text('function-runtime'),
    handler: values.text('function-handler'),
    checkHandler: values.booleanOr('check-handler', true),
    architecture: values.choice('function-architecture'),
    bucket: checkedBucket(values.text('app-s3-bucket')),
    prefix: checkedPrefix(values.textOr('app-s3-prefix', 'lambda-ci')),
    source: values.textOr('app-src-path', '.'),
    imageUri: imageUriSetting(values),
    descriptor: await legacyDescriptor(input, descriptor, values),
    dependencies: values.choiceOr('dependencies', 'layer'),
    dependenciesCommand: values.text('dependencies-command'),
    ...codeBuildSettings(values),
    buildImage: buildImageSetting(values),
    sourceVersion: await sourceVersion(input, values, directory),
    tag: values.text('tag'),
    tagPattern: values.text('tag-pattern'),
    smokeTest: await jsonText(values.text('smoke-test'), 'smoke-test', input.readFile, {
      cwd: input.cwd,
      configurationFile,
    }),
    notifyTopic: values.text('notify-topic'),
    repositoryUrl: values.text('repository-url'),
    leaseSeconds: values.integerOr('lease-seconds', 60),
    waitSeconds: values.integerOr('wait-seconds', 600),
    timeoutSeconds: values.integerOr('timeout-seconds', 3600),
    keep: values.integerOr('keep', 10),
    prune: values.booleanOr('prune', contract !== undefined),
  };
  return { settings, connection, flags: await callFlags(values, input.readFile, input.cwd) };
}

function functionNameOf(verb: VerbName, values: LayeredValues, directory: string): Setting<string> {
  const { value, source } = values.text('function-name');
  if (value !== undefined) return { value, source };
  // What is built has no name yet; it need not be in AWS at all.
  if (verb === 'build' || !FUNCTION_VERBS.includes(verb)) return { value: basename(directory), source: 'default' };
  throw new CodelessError('usage', 'FunctionNameMissing', 'no function is named', {
    hint: `Give --function-name, CODELESS_FUNCTION_NAME or function-name in ${CONFIGURATION_FILE}.`,
  });
}

async function readContract(
  input: SettingsInput,
  functionName: string,
  connection: Connection,
): Promise<DeployContract | undefined> {
  const text = await input.readContract(functionName, connection);
  if (text === undefined) return undefined;
  if (text.trim() === '') {
    throw new CodelessError('usage', 'ContractInvalid', `${contractParameterName(functionName)} is empty`);
  }
  return parseContract(functionName, text);
}

function buildImageSetting(values: LayeredValues): Setting<string | undefined> {
  const [docker, repository, image] = [
    values.booleanOr('docker', false),
    values.text('build-docker-repo'),
    values.text('build-docker-image'),
  ];
  const { source } = image.value !== undefined ? image : repository.value !== undefined ? repository : docker;
  return {
    value: buildImage({ docker: docker.value, repository: repository.value, image: image.value }),
    source,
  };
}

async function sourceVersion(input: SettingsInput, values: LayeredValues, directory: string): Promise<Setting<string>> {
  if (!flagsOf(input.verb).some(({ name }) => name === 'source-version')) return { value: '', source: 'default' };
  const { value, source } = values.text('source-version');
  if (value === undefined) return input.defaultSourceVersion(directory);
  if (!fitsIntoKey(value))
    throw new CodelessError('usage', 'WrongValue', 'the source version is too long for a key of S3');
  return { value, source };
}

async function legacyDescriptor(
  { legacy, cwd, readFile }: SettingsInput,
  given: Setting<string | undefined>,
  values: LayeredValues,
): Promise<Setting<string | undefined>> {
  const runtime = values.text('function-runtime').value;
  if (!legacy || given.value !== undefined || (runtime !== undefined && !runtime.startsWith('python'))) return given;
  const found = (await readFile(resolvePath(cwd, LEGACY_DESCRIPTOR))) !== undefined;
  return found ? { value: LEGACY_DESCRIPTOR, source: 'default' } : given;
}
