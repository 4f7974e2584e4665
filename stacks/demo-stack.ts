import { CodestarconnectionsConnection } from '@cdktf/provider-aws/lib/codestarconnections-connection';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { allowProviderVersions, ArtifactStore } from '../modules';
import type { PipelineTrigger } from '../modules';
import { useBackend } from './backend';
import type { DeliveryConfig, StackConfig } from './config';
import { DemoEnvironment } from './demo-environment';
import { slackNotifications } from './demo-notifications';
import { awsProvider, githubProvider } from './provider';

/** @see https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_CreateConnection.html */
const MAX_CONNECTION_NAME = 32;

/** QA, which every push ships to, and production, which releases ship to: two pipelines of one repository. */
export class DemoStack extends TerraformStack {
  /** What the next release will be. */
  public readonly qa: DemoEnvironment;
  /** What was released. */
  public readonly production: DemoEnvironment;

  constructor(scope: Construct, id: string, config: StackConfig) {
    super(scope, id);
    useBackend(this, config.backend);
    awsProvider(this, config);
    const { demo } = config;
    const connectionArn = config.delivery.connectionArn ?? this.connection(demo.functionName);
    const delivery = { ...config.delivery, connectionArn };
    if (delivery.releaseTrigger === 'release') githubProvider(this, delivery);

    // So that the whole demo can be destroyed.
    const artifacts = new ArtifactStore(this, 'artifacts', { bucketPrefix: 'demo-artifacts-', forceDestroy: true });
    const notifications = delivery.slack && slackNotifications(this, demo.functionName, delivery.slack);
    const common = { delivery, artifacts, notifications };
    this.qa = new DemoEnvironment(this, 'qa', {
      ...common,
      demo: { ...demo, functionName: `${demo.functionName}-qa` },
      trigger: { type: 'push' },
    });
    this.production = new DemoEnvironment(this, 'production', { ...common, demo, trigger: releases(delivery) });

    new TerraformOutput(this, 'connection_arn', { value: connectionArn });
    for (const { lambda, api, pipeline, node } of [this.qa, this.production]) {
      const value = { lambda: lambda.lambda, role: lambda.role, api_url: api.url, pipeline: pipeline.outputs };
      new TerraformOutput(this, `${node.id}_environment`, { value });
    }
    allowProviderVersions(this);
  }

  /** A connection, which a person finishes once in the console. */
  private connection(functionName: string): string {
    const name = functionName.slice(0, MAX_CONNECTION_NAME);
    return new CodestarconnectionsConnection(this, 'connection', { name, providerType: 'GitHub' }).arn;
  }
}

/** What ships to production. */
function releases({ releaseTrigger, tagPattern }: DeliveryConfig): PipelineTrigger {
  return releaseTrigger === 'release'
    ? { type: 'release', tagPattern }
    : { type: 'tag', tags: { includes: [tagPattern] } };
}
