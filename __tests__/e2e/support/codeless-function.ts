import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListLayerVersionsCommand,
  ListVersionsByFunctionCommand,
  UpdateFunctionConfigurationCommand,
  type FunctionConfiguration,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { strToU8, zipSync } from 'fflate';

import type { LocalAws } from '../../../local-aws';
import { contractParameterName, PLACEHOLDER_MARKER } from '../../../modules/codeless-lambda/contract';
import { clientConfig } from './client-config';
import { startCodeless, type ProgramEnd, type ProgramRun } from './codeless-program';

const BUCKET = 'packages';
const PLACEHOLDER = zipSync(
  {
    'app.py': strToU8(
      `def handler(event, context):\n    return {"statusCode": 503, "body": "${PLACEHOLDER_MARKER}"}\n`,
    ),
  },
  { mtime: new Date('1980-01-02') },
);

/** Fills the layer with a module that says which release's dependencies it is. */
const INSTALL =
  'mkdir "$CODELESS_TARGET/python" && sed "s/.*/LAYER = \'&\'/" requirements.txt > "$CODELESS_TARGET/python/dependency.py"';

const HANDLER = (code: string): string =>
  [
    `CODE = ${JSON.stringify(code)}`,
    'from dependency import LAYER',
    'def handler(event, context):',
    '    return f"code {CODE}, layer {LAYER}"',
    '',
  ].join('\n');

/** Source of a release: which code, and which dependencies. */
export interface Sources {
  readonly code: string;
  readonly layer: string;
}

/** Everything of a function that a deploy leaves behind, without its name, times and people. */
export type EndState = Readonly<Record<string, unknown>>;

/** A function as Terraform makes it, with a placeholder behind its alias, that the program ships to. */
export class CodelessFunction {
  private constructor(
    readonly name: string,
    private readonly aws: LocalAws,
    private readonly directory: string,
  ) {}

  /** Makes what all functions share. */
  static async shared(aws: LocalAws): Promise<void> {
    const s3 = new S3Client({ ...clientConfig(aws.environment), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  }

  static async create(aws: LocalAws, name: string): Promise<CodelessFunction> {
    const created = new CodelessFunction(name, aws, mkdtempSync(join(tmpdir(), 'codeless-function-')));
    const lambda = created.#lambda();
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Runtime: 'python3.12',
        Handler: 'app.handler',
        Role: 'arn:aws:iam::000000000000:role/demo',
        MemorySize: 128,
        Code: { ZipFile: PLACEHOLDER },
        Publish: true,
      }),
    );
    await lambda.send(new CreateAliasCommand({ FunctionName: name, Name: 'live', FunctionVersion: '1' }));
    await created.#declare('as created');
    return created;
  }

  /** Changes the configuration, as Terraform does: the alias stays. */
  async configure(memorySize: number): Promise<void> {
    const input = { FunctionName: this.name, MemorySize: memorySize };
    await this.#lambda().send(new UpdateFunctionConfigurationCommand(input));
    await this.#declare(`memory ${memorySize}`);
  }

  /** Starts a deploy of a release, from a directory of its own. */
  deploy(sources: Sources, sourceVersion: string, caller?: string): ProgramRun {
    const source = join(this.directory, `${sources.code}-${sources.layer}`);
    mkdirSync(source, { recursive: true });
    writeFileSync(join(source, 'app.py'), HANDLER(sources.code));
    writeFileSync(join(source, 'requirements.txt'), `${sources.layer}\n`);
    writeFileSync(join(source, '.lambdaignore'), 'requirements.txt\n');
    const args = ['deploy', '--app-src-path', source, '--source-version', sourceVersion];
    return this.#start([...args, '--dependencies-command', INSTALL, '--no-prune'], caller);
  }

  rollback(caller?: string): ProgramRun {
    return this.#start(['rollback'], caller);
  }

  /** What callers get from the alias: the handler's answer, or what it failed with. */
  async invoke(): Promise<string> {
    const command = new InvokeCommand({ FunctionName: this.name, Qualifier: 'live' });
    const { Payload, FunctionError } = await this.#lambda().send(command);
    const text = Payload?.transformToString() ?? '';
    if (FunctionError !== undefined) return `${FunctionError}: ${text}`;
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'string' ? answer : text.includes(PLACEHOLDER_MARKER) ? 'placeholder' : text;
  }

  async endState(): Promise<EndState> {
    const lambda = this.#lambda();
    const FunctionName = this.name;
    const alias = await lambda.send(new GetAliasCommand({ FunctionName, Name: 'live' }));
    const serving = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier: 'live' }));
    const latest = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const versions = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
    const layers = await lambda.send(new ListLayerVersionsCommand({ LayerName: `${this.name}-deps` }));
    const s3 = new S3Client({ ...clientConfig(this.aws.environment), forcePathStyle: true });
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket: BUCKET, Prefix: `lambda-ci/${this.name}/` }),
    );
    const objects: Record<string, unknown> = {};
    for (const { Key = '' } of Contents) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      objects[Key] = Key.endsWith('.json')
        ? (JSON.parse(Buffer.from(bytes).toString()) as unknown)
        : createHash('sha256').update(bytes).digest('hex');
    }
    const state = {
      alias: {
        version: alias.FunctionVersion,
        description: alias.Description,
        weights: alias.RoutingConfig?.AdditionalVersionWeights,
      },
      serving: frozen(serving),
      latest: frozen(latest),
      versions: (versions.Versions ?? []).map(({ Version }) => Version),
      layers: (layers.LayerVersions ?? []).map(({ Version, Description }) => [Version, Description]),
      objects,
    };
    const text = JSON.stringify(state, (key, value: unknown) => (PASSING.has(key) ? undefined : value));
    return JSON.parse(text.replaceAll(this.name, 'NAME')) as EndState;
  }

  #lambda(): LambdaClient {
    return new LambdaClient(clientConfig(this.aws.environment));
  }

  #start(args: readonly string[], caller?: string): ProgramRun {
    const lease = ['--lease-seconds', '1', '--wait-seconds', '60'];
    return startCodeless([...args, '--function-name', this.name, ...lease], this.aws.environment, caller);
  }

  async #declare(configuration: string): Promise<void> {
    const contract = {
      schemaVersion: 1,
      functionName: this.name,
      aliasName: 'live',
      aliasOwner: 'ci',
      runtime: 'python3.12',
      architectures: ['x86_64'],
      packageType: 'Zip',
      layerName: `${this.name}-deps`,
      layers: [],
      artifactBucket: BUCKET,
      artifactPrefix: 'lambda-ci',
      alarms: [],
      placeholderSha256: createHash('sha256').update(PLACEHOLDER).digest('base64'),
      configurationSha256: createHash('sha256').update(configuration).digest('hex'),
    };
    await new SSMClient(clientConfig(this.aws.environment)).send(
      new PutParameterCommand({
        Name: contractParameterName(this.name),
        Value: JSON.stringify(contract),
        Type: 'String',
        Overwrite: true,
      }),
    );
  }
}

/** Members that differ from run to run. */
const PASSING = new Set(['releasedAt', 'releasedBy', 'at', 'by', 'expires']);

function frozen({ CodeSha256, MemorySize, Layers = [] }: FunctionConfiguration): object {
  return { CodeSha256, MemorySize, layers: Layers.map(({ Arn }) => Arn) };
}

/** Waits for a run that has to succeed. */
export async function succeeded(run: ProgramRun): Promise<ProgramEnd> {
  const end = await run.ended;
  if (end.exit !== 0) throw new Error(`the program ended with ${end.exit ?? 'a signal'}:\n${end.stdout}${end.stderr}`);
  return end;
}
