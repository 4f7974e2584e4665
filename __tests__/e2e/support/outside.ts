import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import type { AliasRoutingConfiguration, GetAliasCommandOutput } from '@aws-sdk/client-lambda';
import { zipped } from '../../helpers/zips';
import { clientConfig } from './client-config';

const MAX_WAIT_SECONDS = 30;

/** Someone who ships code to functions and is not Terraform. */
export class OutsideCi {
  private readonly lambda: LambdaClient;

  constructor(environment: Readonly<Record<string, string>>) {
    this.lambda = new LambdaClient(clientConfig(environment));
  }

  /** Uploads code that answers with a text. */
  public async uploadCode(functionName: string, answer: string): Promise<void> {
    const source = `def handler(event, context):\n    return {"answer": ${JSON.stringify(answer)}, "version": context.function_version}\n`;
    const zip = zipped({ 'app/__init__.py': '', 'app/main.py': source });
    await this.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: functionName, ZipFile: zip }));
    await this.settle(functionName);
  }

  /** Publishes a layer version with one small module. */
  public async publishLayer(layerName: string): Promise<string> {
    const { LayerVersionArn = '' } = await this.lambda.send(
      new PublishLayerVersionCommand({
        LayerName: layerName,
        Content: { ZipFile: zipped({ 'python/dependency.py': 'VALUE = 1\n' }) },
      }),
    );
    return LayerVersionArn;
  }

  /** Puts exactly these layers on a function. */
  public async setLayers(functionName: string, layers: string[]): Promise<void> {
    await this.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: functionName, Layers: layers }));
    await this.settle(functionName);
  }

  /** Publishes what `$LATEST` holds. */
  public async publish(functionName: string): Promise<string> {
    const { Version = '' } = await this.lambda.send(new PublishVersionCommand({ FunctionName: functionName }));
    return Version;
  }

  /** Moves an alias, with weights where a shift is half done. */
  public async moveAlias(
    functionName: string,
    aliasName: string,
    version: string,
    weights: Record<string, number> = {},
  ): Promise<void> {
    const routing: AliasRoutingConfiguration = { AdditionalVersionWeights: weights };
    await this.lambda.send(
      new UpdateAliasCommand({
        FunctionName: functionName,
        Name: aliasName,
        FunctionVersion: version,
        Description: `release ${version}`,
        RoutingConfig: routing,
      }),
    );
  }

  public async alias(functionName: string, aliasName: string): Promise<GetAliasCommandOutput> {
    return this.lambda.send(new GetAliasCommand({ FunctionName: functionName, Name: aliasName }));
  }

  public async configuration(functionName: string, qualifier?: string) {
    return this.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: qualifier }));
  }

  /** What an invocation answers: the payload, and the error's kind where it failed. */
  public async invoke(functionName: string, qualifier: string, event: object = {}) {
    const { Payload, FunctionError, ExecutedVersion } = await this.lambda.send(
      new InvokeCommand({ FunctionName: functionName, Qualifier: qualifier, Payload: JSON.stringify(event) }),
    );
    const payload = JSON.parse(Payload?.transformToString() ?? 'null') as Record<string, unknown>;
    return { payload, error: FunctionError, version: ExecutedVersion };
  }

  private async settle(functionName: string): Promise<void> {
    await waitUntilFunctionUpdatedV2(
      { client: this.lambda, maxWaitTime: MAX_WAIT_SECONDS, minDelay: 1, maxDelay: 1 },
      { FunctionName: functionName },
    );
  }
}
