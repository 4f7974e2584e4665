import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  CreateAliasCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  type CreateFunctionCommandInput,
  type Runtime,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

import { zipped } from '../../helpers/zips';
import type { LocalAws } from '../../../local-aws';
import {
  contractParameterName,
  PLACEHOLDER_MARKER,
  type DeployContract,
} from '../../../modules/codeless-lambda/contract';
import { clientConfig } from './client-config';
import { startCodeless, type ProgramEnd, type ProgramRun } from './codeless-program';
import { temporaryDirectory } from './temporary';

/** Where all functions' packages and ledgers lie. */
export const BUCKET = 'packages';

/** The alias that callers are wired to. */
export const ALIAS = 'live';

/** So that a lease of one who died is soon taken over. */
export const LEASE = ['--lease-seconds', '1', '--wait-seconds', '60'];

const PLACEHOLDER = zipped({
  'app.py': `def handler(event, context):\n    return {"statusCode": 503, "body": "${PLACEHOLDER_MARKER}"}\n`,
});

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

/** What a function is like before anything is shipped to it. */
export interface FunctionOptions {
  /** @default 'python3.12' */
  readonly runtime?: Runtime;
  /** Beyond what Lambda sets by itself. */
  readonly configuration?: Partial<CreateFunctionCommandInput>;
  /** What the contract says beyond, or else than, what is usual; or that there is none. */
  readonly contract?: Partial<DeployContract> | 'none';
}

/** A function as Terraform makes it, with a placeholder behind its alias, that the program ships to. */
export class CodelessFunction {
  readonly lambda: LambdaClient;
  readonly s3: S3Client;
  /** A directory of its own, for sources. */
  readonly directory = temporaryDirectory('function');

  private constructor(
    readonly name: string,
    private readonly aws: LocalAws,
    private readonly runtime: Runtime,
    private readonly contract: Partial<DeployContract>,
  ) {
    this.lambda = new LambdaClient(clientConfig(aws.environment));
    this.s3 = new S3Client({ ...clientConfig(aws.environment), forcePathStyle: true });
  }

  /** Makes what all functions share. */
  static async shared(aws: LocalAws): Promise<void> {
    const s3 = new S3Client({ ...clientConfig(aws.environment), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  }

  static async create(aws: LocalAws, name: string, options: FunctionOptions = {}): Promise<CodelessFunction> {
    const { runtime = 'python3.12', configuration = {}, contract = {} } = options;
    const created = new CodelessFunction(name, aws, runtime, contract === 'none' ? {} : contract);
    await created.lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Runtime: runtime,
        Handler: 'app.handler',
        Role: 'arn:aws:iam::000000000000:role/demo',
        MemorySize: 128,
        Code: { ZipFile: PLACEHOLDER },
        Publish: true,
        ...configuration,
      }),
    );
    await created.lambda.send(new CreateAliasCommand({ FunctionName: name, Name: ALIAS, FunctionVersion: '1' }));
    if (contract !== 'none') await created.declare('as created');
    return created;
  }

  get layerName(): string {
    return `${this.name}-deps`;
  }

  /** Changes the configuration, as Terraform does: the alias stays. */
  async configure(memorySize: number): Promise<void> {
    const input = { FunctionName: this.name, MemorySize: memorySize };
    await this.lambda.send(new UpdateFunctionConfigurationCommand(input));
    await this.declare(`memory ${memorySize}`);
  }

  /** Writes the deploy contract, as Terraform does. */
  async declare(configuration: string, changes: Partial<DeployContract> = {}): Promise<void> {
    const contract: DeployContract = {
      schemaVersion: 1,
      functionName: this.name,
      aliasName: ALIAS,
      aliasOwner: 'ci',
      runtime: this.runtime,
      architectures: ['x86_64'],
      packageType: 'Zip',
      layerName: this.layerName,
      layers: [],
      artifactBucket: BUCKET,
      artifactPrefix: 'lambda-ci',
      alarms: [],
      placeholderSha256: createHash('sha256').update(PLACEHOLDER).digest('base64'),
      configurationSha256: createHash('sha256').update(configuration).digest('hex'),
      ...this.contract,
      ...changes,
    };
    const Name = contractParameterName(this.name);
    const parameter = { Name, Value: JSON.stringify(contract), Type: 'String', Overwrite: true } as const;
    await new SSMClient(clientConfig(this.aws.environment)).send(new PutParameterCommand(parameter));
  }

  /** Starts a deploy of a release. */
  deploy(sources: Sources, sourceVersion: string, caller?: string): ProgramRun {
    const release = [...this.source(sources), '--source-version', sourceVersion];
    return this.start(['deploy', ...release, '--no-prune', ...LEASE], caller);
  }

  /** Writes sources to a directory of their own; the flags that name it, and how dependencies are installed. */
  source(sources: Sources): string[] {
    const directory = join(this.directory, `${sources.code}-${sources.layer}`);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'app.py'), HANDLER(sources.code));
    writeFileSync(join(directory, 'requirements.txt'), `${sources.layer}\n`);
    writeFileSync(join(directory, '.lambdaignore'), 'requirements.txt\n');
    return ['--app-src-path', directory, '--dependencies-command', INSTALL];
  }

  rollback(caller?: string): ProgramRun {
    return this.start(['rollback', ...LEASE], caller);
  }

  prune(): ProgramRun {
    return this.start(['prune', ...LEASE]);
  }

  /** Starts the program for this function. */
  start(args: readonly string[], caller?: string): ProgramRun {
    return startCodeless([...args, '--function-name', this.name], this.aws.environment, caller);
  }

  /** What callers get from the alias: the handler's answer, or what it failed with. */
  async invoke(): Promise<string> {
    const command = new InvokeCommand({ FunctionName: this.name, Qualifier: ALIAS });
    const { Payload, FunctionError } = await this.lambda.send(command);
    const text = Payload?.transformToString() ?? '';
    if (FunctionError !== undefined) return `${FunctionError}: ${text}`;
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'string' ? answer : text.includes(PLACEHOLDER_MARKER) ? 'placeholder' : text;
  }

  /** What is stored of it in the artifact bucket, by its keys. */
  async objects(): Promise<Map<string, Buffer>> {
    const listing = new ListObjectsV2Command({ Bucket: BUCKET, Prefix: `lambda-ci/${this.name}/` });
    const { Contents = [] } = await this.s3.send(listing);
    const read = Contents.map(async ({ Key = '' }) => {
      const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
      return [Key, Buffer.from((await Body?.transformToByteArray()) ?? [])] as const;
    });
    return new Map(await Promise.all(read));
  }
}

/** Waits for a run that has to succeed. */
export async function succeeded(run: ProgramRun): Promise<ProgramEnd> {
  const end = await run.ended;
  if (end.exit !== 0) throw new Error(`the program ended with ${end.exit ?? 'a signal'}:\n${end.stdout}${end.stderr}`);
  return end;
}
