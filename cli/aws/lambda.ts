import {
  DeleteFunctionCommand,
  DeleteLayerVersionCommand,
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  ResourceNotFoundException,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  paginateListAliases,
  paginateListEventSourceMappings,
  paginateListLayerVersions,
  paginateListVersionsByFunction,
  type AliasConfiguration,
  type Architecture as LambdaArchitecture,
  type FunctionCodeLocation,
  type FunctionConfiguration,
  type InvokeCommandOutput,
  type LambdaClient,
  type LayerVersionsListItem,
  type Runtime,
} from '@aws-sdk/client-lambda';

import { CodelessError } from '../errors';
import { INVOCATION, UPLOAD } from './connection/connection-handler';

/** Where Lambda finds a package. */
export type PackageLocation = { readonly S3Bucket: string; readonly S3Key: string } | { readonly ZipFile: Uint8Array };

/** Where Lambda finds the code of a function. */
export type CodeLocation = PackageLocation | { readonly ImageUri: string };

/** What an alias is changed to; what is absent stays as it is. */
export interface AliasChange {
  readonly description: string;
  /** All of the traffic goes there. */
  readonly version?: string;
  /** The change is refused where the alias has another one. */
  readonly revisionId: string | undefined;
}

/** A layer version to publish. */
export interface NewLayerVersion {
  readonly name: string;
  readonly description: string;
  readonly content: PackageLocation;
  readonly runtime: string | undefined;
  readonly architecture: string;
}

/** The calls to Lambda that the program makes for one function. */
export class LambdaApi {
  constructor(
    private readonly client: LambdaClient,
    readonly functionName: string,
    private readonly signal: AbortSignal,
  ) {}

  /** @throws CodelessError `FunctionNotFound`, `AliasNotFound` */
  async alias(name: string): Promise<AliasConfiguration> {
    const command = new GetAliasCommand({ FunctionName: this.functionName, Name: name });
    return this.client.send(command, this.options).catch((error: unknown) => {
      throw this.#named(error, 'AliasNotFound', `the function ${this.functionName} has no alias ${name}`);
    });
  }

  /**
   * The configuration of `$LATEST`, or of a version or an alias.
   *
   * @throws CodelessError `FunctionNotFound`
   */
  async configuration(qualifier?: string): Promise<FunctionConfiguration> {
    const command = new GetFunctionConfigurationCommand({ FunctionName: this.functionName, Qualifier: qualifier });
    return this.client.send(command, this.options).catch((error: unknown) => {
      const of = qualifier === undefined ? this.functionName : `${this.functionName}:${qualifier}`;
      throw this.#named(error, 'FunctionNotFound', `there is no function ${of} in this account and region`);
    });
  }

  /**
   * Where the package of a version can be downloaded for ten minutes, or which image it is.
   *
   * @param qualifier undefined: `$LATEST`
   */
  async codeLocation(qualifier?: string): Promise<FunctionCodeLocation> {
    const command = new GetFunctionCommand({ FunctionName: this.functionName, Qualifier: qualifier });
    return (await this.client.send(command, this.options)).Code ?? {};
  }

  async updateAlias(name: string, { description, version, revisionId }: AliasChange): Promise<AliasConfiguration> {
    return this.client.send(
      new UpdateAliasCommand({
        FunctionName: this.functionName,
        Name: name,
        Description: description,
        ...(version === undefined ? {} : { FunctionVersion: version, RoutingConfig: { AdditionalVersionWeights: {} } }),
        RevisionId: revisionId,
      }),
      this.options,
    );
  }

  async updateLayers(layers: readonly string[], revisionId: string | undefined): Promise<FunctionConfiguration> {
    const { functionName: FunctionName } = this;
    return this.client.send(
      new UpdateFunctionConfigurationCommand({ FunctionName, Layers: [...layers], RevisionId: revisionId }),
      this.options,
    );
  }

  async updateCode(
    location: CodeLocation,
    architecture: string,
    revisionId: string | undefined,
  ): Promise<FunctionConfiguration> {
    return this.client.send(
      new UpdateFunctionCodeCommand({
        FunctionName: this.functionName,
        ...location,
        Architectures: [architecture as LambdaArchitecture],
        RevisionId: revisionId,
      }),
      { ...this.options, ...('ZipFile' in location ? UPLOAD : {}) },
    );
  }

  async publishVersion(
    codeSha256: string,
    description: string,
    revisionId: string | undefined,
  ): Promise<FunctionConfiguration> {
    return this.client.send(
      new PublishVersionCommand({
        FunctionName: this.functionName,
        CodeSha256: codeSha256,
        Description: description,
        RevisionId: revisionId,
      }),
      this.options,
    );
  }

  /** Publishes a layer version. Asking twice makes two, so no retry of the SDK's may ask twice unseen. */
  async publishLayerVersion(layer: NewLayerVersion): Promise<string> {
    const { LayerVersionArn = '' } = await this.client.send(
      new PublishLayerVersionCommand({
        LayerName: layer.name,
        Description: layer.description,
        Content: layer.content,
        CompatibleArchitectures: [layer.architecture as LambdaArchitecture],
        ...(layer.runtime === undefined ? {} : { CompatibleRuntimes: [layer.runtime as Runtime] }),
      }),
      { ...this.options, ...('ZipFile' in layer.content ? UPLOAD : {}) },
    );
    return LayerVersionArn;
  }

  /** Every version of a layer, the newest first; none where there is no such layer. */
  async *layerVersions(name: string): AsyncGenerator<LayerVersionsListItem> {
    try {
      for await (const page of paginateListLayerVersions({ client: this.client }, { LayerName: name }, this.options)) {
        yield* page.LayerVersions ?? [];
      }
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  }

  /** Every published version of the function, the oldest first. */
  async versions(): Promise<FunctionConfiguration[]> {
    const versions: FunctionConfiguration[] = [];
    const pages = paginateListVersionsByFunction(
      { client: this.client },
      { FunctionName: this.functionName },
      this.options,
    );
    for await (const page of pages) versions.push(...(page.Versions ?? []));
    return versions.filter(({ Version }) => Version !== '$LATEST');
  }

  /** Every alias of the function. */
  async aliases(): Promise<AliasConfiguration[]> {
    const { client, functionName: FunctionName } = this;
    const aliases: AliasConfiguration[] = [];
    for await (const page of paginateListAliases({ client }, { FunctionName }, this.options)) {
      aliases.push(...(page.Aliases ?? []));
    }
    return aliases;
  }

  /**
   * The versions and aliases that an event source invokes. All mappings of the account are listed, up to 100 a call: asked by
   * the function's name Lambda leaves out those of its versions, and asked by each version it takes a call for each.
   */
  async eventSourceQualifiers(): Promise<string[]> {
    const { client, functionName } = this;
    const qualifiers: string[] = [];
    for await (const page of paginateListEventSourceMappings({ client }, {}, this.options)) {
      for (const { FunctionArn } of page.EventSourceMappings ?? []) {
        const [name, qualifier] = FunctionArn?.split(':').slice(6) ?? [];
        if (name === functionName && qualifier !== undefined) qualifiers.push(qualifier);
      }
    }
    return qualifiers;
  }

  /** Deletes a version, unless that is done. */
  async deleteVersion(version: string): Promise<void> {
    // Without a number the call would delete the function.
    if (!/^[1-9]\d*$/.test(version)) throw new RangeError(`'version' must be a number, got '${version}'`);
    const command = new DeleteFunctionCommand({ FunctionName: this.functionName, Qualifier: version });
    await this.client.send(command, this.options).catch((error: unknown) => {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    });
  }

  /** Deletes a version of a layer, unless that is done; functions that have it keep it. */
  async deleteLayerVersion(layerName: string, version: number): Promise<void> {
    await this.client.send(
      new DeleteLayerVersionCommand({ LayerName: layerName, VersionNumber: version }),
      this.options,
    );
  }

  async invoke(qualifier: string, payload: string): Promise<InvokeCommandOutput> {
    return this.client.send(
      new InvokeCommand({ FunctionName: this.functionName, Qualifier: qualifier, Payload: payload, LogType: 'Tail' }),
      { ...this.options, ...INVOCATION },
    );
  }

  private get options(): { readonly abortSignal: AbortSignal } {
    return { abortSignal: this.signal };
  }

  #named(error: unknown, code: string, message: string): unknown {
    if (!(error instanceof ResourceNotFoundException)) return error;
    const hint = 'Check the name and the region; Terraform makes the function and its alias.';
    return new CodelessError('usage', code, message, { hint, cause: error });
  }
}
