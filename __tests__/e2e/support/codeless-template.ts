import {
  ListLayerVersionsCommand,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { PutObjectCommand } from '@aws-sdk/client-s3';

import type { LocalAws } from '../../../local-aws';
import { ALIAS, BUCKET, CodelessFunction } from './codeless-function';

interface Ledger {
  readonly releases: readonly { readonly sourceVersion: string; readonly dependencies?: { readonly key: string } }[];
}

/**
 * What the program left behind on a function, to make others like it without running the program again for each. Only for
 * functions that were released to, one release after the other, and all of them recorded.
 */
export class CodelessTemplate {
  private constructor(
    private readonly original: string,
    private readonly objects: ReadonlyMap<string, Buffer>,
    /** Descriptions of the layer's versions, the oldest first. */
    private readonly layers: readonly string[],
  ) {}

  static async of(target: CodelessFunction): Promise<CodelessTemplate> {
    const { LayerVersions = [] } = await target.lambda.send(
      new ListLayerVersionsCommand({ LayerName: target.layerName }),
    );
    const descriptions = LayerVersions.map(({ Description = '' }) => Description);
    return new CodelessTemplate(target.name, await target.objects(), descriptions.reverse());
  }

  /** Makes a function like it. */
  async copy(aws: LocalAws, name: string): Promise<CodelessFunction> {
    const made = await CodelessFunction.create(aws, name);
    const { lambda, s3, layerName } = made;
    const FunctionName = name;
    const published = new Map<string, string>();
    let version = '1';
    let release = '';
    for (const { sourceVersion, dependencies } of this.#releases()) {
      const description = this.layers.find((text) => text.includes(dependencies?.key ?? '?')) ?? '';
      if (!published.has(description)) {
        const Content = { ZipFile: this.#package(sourceVersion, 'deps') };
        const layer = { LayerName: layerName, Description: description, Content };
        const { LayerVersionArn = '' } = await lambda.send(new PublishLayerVersionCommand(layer));
        published.set(description, LayerVersionArn);
      }
      const Layers = [published.get(description) ?? ''];
      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Layers }));
      const ZipFile = this.#package(sourceVersion, 'app');
      await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
      const { Version = '' } = await lambda.send(
        new PublishVersionCommand({ FunctionName, Description: sourceVersion }),
      );
      [version, release] = [Version, sourceVersion];
    }
    const alias = { FunctionName, Name: ALIAS, FunctionVersion: version, Description: release };
    await lambda.send(new UpdateAliasCommand(alias));
    for (const [key, bytes] of this.objects) {
      const Key = key.replaceAll(this.original, name);
      const Body = key.endsWith('.json') ? bytes.toString().replaceAll(this.original, name) : bytes;
      await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
    }
    return made;
  }

  /** The oldest first. */
  #releases(): Ledger['releases'] {
    const [, text] = [...this.objects].find(([key]) => key.endsWith(`ledger.${ALIAS}.json`)) ?? [];
    return [...(JSON.parse(text?.toString() ?? '{"releases": []}') as Ledger).releases].reverse();
  }

  #package(sourceVersion: string, kind: 'app' | 'deps'): Uint8Array {
    const bytes = this.objects.get(`lambda-ci/${this.original}/${sourceVersion}/${kind}.zip`);
    if (bytes === undefined) throw new Error(`${this.original} has no ${kind}.zip of ${sourceVersion}`);
    return new Uint8Array(bytes);
  }
}
