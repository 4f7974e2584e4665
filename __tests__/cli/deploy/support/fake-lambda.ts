import {
  InvalidParameterValueException,
  LambdaClient,
  PreconditionFailedException,
  ProvisionedConcurrencyConfigNotFoundException,
  ResourceNotFoundException,
  type AliasConfiguration,
  type Architecture,
  type EventSourceMappingConfiguration,
  type FunctionConfiguration,
  type LayerVersionsListItem,
} from '@aws-sdk/client-lambda';
import { Uint8ArrayBlobAdapter } from '@smithy/core/serde';

import type { Calls } from './faults';

interface Input {
  readonly Qualifier?: string;
  readonly RevisionId?: string;
  readonly CodeSha256?: string;
  readonly Description?: string;
  readonly FunctionVersion?: string;
  readonly RoutingConfig?: AliasConfiguration['RoutingConfig'];
  readonly Layers?: string[];
  readonly LayerName?: string;
  readonly Architectures?: Architecture[];
  readonly S3Key?: string;
  readonly ZipFile?: Uint8Array;
  readonly ImageUri?: string;
  readonly Marker?: string;
  readonly FunctionName?: string;
}

export const FUNCTION = 'demo-api';
const ARN = `arn:aws:lambda:eu-west-1:111122223333:function:${FUNCTION}`;

/** One function of Lambda's, with its versions, its alias, and the layers of the account. */
export class FakeLambda {
  latest: FunctionConfiguration;
  versions: FunctionConfiguration[] = [];
  alias: AliasConfiguration;
  layerVersions: LayerVersionsListItem[] = [];
  /** Those of the account. */
  eventSources: EventSourceMappingConfiguration[] = [];
  /** What an invocation answers. */
  answer: { FunctionError?: string; text: string; log?: string } = { text: 'null' };
  readonly invoked: string[] = [];
  /** The image that the function was created with. */
  createdWith: string | undefined;
  /** States through which the next updates go before they are done. */
  readonly passing: Partial<FunctionConfiguration>[] = [];
  /** Concurrency that is reserved; undefined: none. */
  reserved: number | undefined;
  /**
   * How the alias's provisioned concurrency stands at the next looks; then it is ready, and Lambda's weights are gone.
   * Undefined: it has none.
   */
  allocating: string[] | undefined;
  /** Unzipped bytes of packages by their digest, and of layer versions by their ARN; what is not listed has none. */
  readonly unzipped = new Map<string, number>();
  #revision = 0;

  constructor(
    private readonly calls: Calls,
    /** The digest of a package that is stored. */
    private readonly digestOf: (location: { readonly S3Key?: string; readonly ZipFile?: Uint8Array }) => string,
    placeholderSha256: string,
  ) {
    this.latest = {
      FunctionName: FUNCTION,
      FunctionArn: ARN,
      Version: '$LATEST',
      Description: 'Orders',
      Runtime: 'python3.12',
      Architectures: ['arm64'],
      PackageType: 'Zip',
      MemorySize: 128,
      CodeSha256: placeholderSha256,
      State: 'Active',
      LastUpdateStatus: 'Successful',
    };
    this.#touch();
    this.publish('');
    this.alias = { Name: 'latest', FunctionVersion: '1', Description: '', RevisionId: 'alias-0' };
  }

  /** A client that asks this function, and no network. */
  get client(): LambdaClient {
    const client = new LambdaClient({ region: 'eu-west-1' });
    client.send = this.calls.sender((action, input: Input) => {
      const answer = this.#answer(action, input);
      return Promise.resolve('Payload' in answer ? answer : structuredClone(answer));
    });
    return client;
  }

  /** Publishes what `$LATEST` is, as Terraform does with `publish = true`. */
  publish(description: string): FunctionConfiguration {
    const last = this.versions.at(-1);
    if (last !== undefined && frozen(last) === frozen(this.latest)) return last;
    const version = `${this.versions.length + 1}`;
    const made = { ...this.latest, Version: version, FunctionArn: `${ARN}:${version}`, Description: description };
    this.versions.push({ ...made, LastModified: '2026-11-21T12:00:00.000+0000' });
    return made;
  }

  /** Changes `$LATEST`, as Terraform does. */
  configure(change: FunctionConfiguration): void {
    Object.assign(this.latest, change);
    this.#touch();
  }

  /** Moves the alias, as someone else does. */
  move(change: AliasConfiguration): void {
    this.alias = { ...this.alias, ...change, RevisionId: `alias-${(this.#revision += 1)}` };
  }

  version(qualifier: string): FunctionConfiguration {
    const number = qualifier === 'latest' ? this.alias.FunctionVersion : qualifier;
    const found = this.versions.find(({ Version }) => Version === number);
    if (found === undefined) throw notFound(qualifier);
    return found;
  }

  #answer(action: string, input: Input): object {
    switch (action) {
      case 'GetAlias':
        return this.alias;
      case 'GetFunctionConfiguration': {
        if (input.Qualifier !== undefined) return this.version(input.Qualifier);
        if (this.passing.length > 0) Object.assign(this.latest, this.passing.shift());
        return this.latest;
      }
      case 'UpdateAlias': {
        check(input.RevisionId, this.alias.RevisionId);
        const { Description, FunctionVersion, RoutingConfig } = input;
        this.move(JSON.parse(JSON.stringify({ Description, FunctionVersion, RoutingConfig })) as AliasConfiguration);
        return this.alias;
      }
      case 'UpdateFunctionConfiguration': {
        check(input.RevisionId, this.latest.RevisionId);
        this.#checkSize(this.latest.CodeSha256, input.Layers);
        return this.#update({ Layers: (input.Layers ?? []).map((Arn) => ({ Arn })) });
      }
      case 'UpdateFunctionCode': {
        check(input.RevisionId, this.latest.RevisionId);
        const CodeSha256 = input.ImageUri?.split(':').at(-1) ?? this.digestOf(input);
        this.#checkSize(
          CodeSha256,
          this.latest.Layers?.map(({ Arn = '' }) => Arn),
        );
        return this.#update({ Architectures: input.Architectures, CodeSha256 });
      }
      case 'PublishVersion': {
        check(input.RevisionId, this.latest.RevisionId);
        if (input.CodeSha256 !== this.latest.CodeSha256) {
          const message = `CodeSHA256 (${input.CodeSha256 ?? ''}) is different from current CodeSHA256 in $LATEST`;
          throw new InvalidParameterValueException({ $metadata: { httpStatusCode: 400 }, message });
        }
        return this.publish(input.Description ?? '');
      }
      case 'GetFunction': {
        const { CodeSha256 = '' } = input.Qualifier === undefined ? this.latest : this.version(input.Qualifier);
        const ResolvedImageUri = `111122223333.dkr.ecr.eu-west-1.amazonaws.com/demo@sha256:${CodeSha256}`;
        const ImageUri = input.Qualifier === '1' ? this.createdWith : ResolvedImageUri;
        return { Code: { ImageUri, ResolvedImageUri } };
      }
      case 'PublishLayerVersion': {
        const Version = this.layerVersions.length + 1;
        const LayerVersionArn = `arn:aws:lambda:eu-west-1:111122223333:layer:${input.LayerName ?? ''}:${Version}`;
        this.layerVersions.unshift({ LayerVersionArn, Version, Description: input.Description });
        return { LayerVersionArn };
      }
      case 'ListLayerVersions':
        return paged('LayerVersions', this.layerVersions, 50, input);
      case 'ListVersionsByFunction':
        return paged('Versions', [this.latest, ...this.versions], 50, input);
      case 'ListAliases':
        return paged('Aliases', [this.alias], 50, input);
      case 'ListProvisionedConcurrencyConfigs':
        return { ProvisionedConcurrencyConfigs: [] };
      case 'GetFunctionConcurrency':
        return this.reserved === undefined ? {} : { ReservedConcurrentExecutions: this.reserved };
      case 'GetProvisionedConcurrencyConfig': {
        if (this.allocating === undefined) {
          throw new ProvisionedConcurrencyConfigNotFoundException({
            $metadata: { httpStatusCode: 404 },
            message: 'none',
          });
        }
        const Status = this.allocating.shift();
        if (Status !== undefined) return { Status };
        if (this.alias.RoutingConfig !== undefined) this.move({ RoutingConfig: { AdditionalVersionWeights: {} } });
        return { Status: 'READY' };
      }
      case 'ListEventSourceMappings':
        if (input.FunctionName !== undefined) throw new Error('Lambda does not find those of versions by a name');
        return paged('EventSourceMappings', this.eventSources, 100, input);
      case 'Invoke': {
        this.invoked.push(input.Qualifier ?? '');
        const { text, FunctionError, log = '' } = this.answer;
        const Payload = Uint8ArrayBlobAdapter.fromString(text);
        return { FunctionError, LogResult: Buffer.from(log).toString('base64'), Payload };
      }
      default:
        throw new Error(`the fake Lambda has no ${action}`);
    }
  }

  #checkSize(code = '', layers: readonly string[] = []): void {
    const bytes = [code, ...layers].reduce((sum, part) => sum + (this.unzipped.get(part) ?? 0), 0);
    if (bytes <= 262_144_000) return;
    const message = `Function code combined with layers exceeds the maximum allowed size of 262144000 bytes. The actual size is ${bytes} bytes.`;
    throw new InvalidParameterValueException({ $metadata: { httpStatusCode: 400 }, message });
  }

  #update(change: FunctionConfiguration): FunctionConfiguration {
    Object.assign(this.latest, { LastUpdateStatus: 'Successful' }, change, this.passing.shift());
    this.#touch();
    return this.latest;
  }

  #touch(): void {
    this.latest.RevisionId = `latest-${(this.#revision += 1)}`;
  }
}

/** A page of a listing, as large as Lambda's. */
function paged(name: string, items: readonly unknown[], size: number, { Marker = '0' }: Input): object {
  const end = Number(Marker) + size;
  return { [name]: items.slice(Number(Marker), end), ...(end < items.length ? { NextMarker: `${end}` } : {}) };
}

function frozen({ CodeSha256, Layers = [], MemorySize, Architectures }: FunctionConfiguration): string {
  return JSON.stringify([CodeSha256, Layers, MemorySize, Architectures]);
}

function check(given: string | undefined, present: string | undefined): void {
  if (given === undefined) throw new Error('a write without a RevisionId');
  if (given === present) return;
  throw new PreconditionFailedException({ $metadata: { httpStatusCode: 412 }, message: 'The RevisionId is stale' });
}

function notFound(qualifier: string): ResourceNotFoundException {
  return new ResourceNotFoundException({ $metadata: { httpStatusCode: 404 }, Message: qualifier, message: qualifier });
}
