import { CodestarconnectionsConnection } from '@cdktf/provider-aws/lib/codestarconnections-connection';
import { GithubProvider } from '@cdktf/provider-github/lib/provider';
import { App, TerraformOutput } from 'cdktf';
import { allowProviderVersions, ArtifactStore, CodelessLambda, LambdaCi } from '../../../modules';
import type { CodelessLambdaProps, LambdaCiNotifications, LambdaCiProps } from '../../../modules';
import { LocalStack } from './local-stack';

/** The owner of all repositories. */
export const OWNER = 'acme';

/** Name of the artifact bucket. */
export const BUCKET = 'ci-artifacts';

/** The channel that all pipelines tell. */
export const CHANNEL = 'C07EZ1ABC23';

/** A function and its pipeline. */
export interface ShippedFunction extends Omit<LambdaCiProps, 'lambda' | 'source' | 'artifacts' | 'notifications'> {
  /** Its repository, without the owner. */
  readonly repository: string;
  /** What of the function is not as with all others. */
  readonly lambda?: Partial<CodelessLambdaProps>;
}

/** Functions by their names, each with a pipeline of that name. */
export type ShippedFunctions = Readonly<Record<string, ShippedFunction>>;

/** Functions and the pipelines that ship to them, with one connection, one bucket and one channel. */
class LambdaCiStack extends LocalStack {
  private readonly artifacts = new ArtifactStore(this, 'artifacts', { bucketName: BUCKET, forceDestroy: true });
  private readonly connection = new CodestarconnectionsConnection(this, 'connection', {
    name: 'github',
    providerType: 'GitHub',
  });

  constructor(app: App, id: string, stateFile: string, functions: ShippedFunctions) {
    super(app, id, stateFile);
    new GithubProvider(this, 'github', { owner: OWNER });
    // The provider asks S3 ten times in a minute whether it stays so; pipeline-parts.test.ts waits for it, once.
    this.artifacts.node.tryRemoveChild('Lifecycle');
    let notifications: LambdaCiNotifications = {
      slackChannel: { slackTeamId: 'T07EA123LEP', slackChannelId: CHANNEL },
    };
    const outputs: Record<string, unknown> = { connectionArn: this.connection.arn };
    for (const [name, options] of Object.entries(functions)) {
      const ci = this.ship(name, options, notifications);
      outputs[name] = ci.outputs;
      // An account has one configuration a channel: the first pipeline makes it for all.
      if (ci.slackChannel !== undefined) {
        const targets = [{ slackConfigurationArn: ci.slackChannel.configurationArn }];
        notifications = { info: { targets }, alert: { targets }, deployTopicArn: ci.deployTopic?.arn };
      }
    }
    new TerraformOutput(this, 'outputs', { value: outputs });
    allowProviderVersions(this);
  }

  private ship(name: string, options: ShippedFunction, notifications: LambdaCiNotifications): LambdaCi {
    const { repository, lambda, ...ci } = options;
    const shipped = new CodelessLambda(this, name, {
      functionName: name,
      runtime: 'nodejs22.x',
      handler: 'index.handler',
      artifacts: { bucket: this.artifacts.bucketName, prefix: 'packages' },
      ...lambda,
    });
    const pipeline = new LambdaCi(this, `${name}-ci`, {
      lambda: shipped,
      source: { type: 'connection', repository: `${OWNER}/${repository}`, connectionArn: this.connection.arn },
      artifacts: this.artifacts,
      notifications,
      ...ci,
    });
    pipeline.program.resource.dependsOn = [];
    return pipeline;
  }
}

/** What Terraform tells of the stack. */
export interface LambdaCiStackOutputs {
  readonly connectionArn: string;
  readonly [name: string]:
    string | { readonly webhookUrl?: string; readonly buildRoleArn: string; readonly pipelineRoleArn: string };
}

/** Synthesizes the stack and returns the folder that Terraform runs in. */
export function synthesizeLambdaCi(outdir: string, stateFile: string, functions: ShippedFunctions): string {
  const app = new App({ outdir });
  new LambdaCiStack(app, 'ci', stateFile, functions);
  app.synth();
  return `${outdir}/stacks/ci`;
}
