import { CodestarconnectionsConnection } from '@cdktf/provider-aws/lib/codestarconnections-connection';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { Construct } from 'constructs';
import { PipelineNotifications, SlackChannel } from '../pipeline-notifications';
import { escapeTemplates } from '../shared/template';
import { checkLambdaCi, checkPackagesStay } from './checks';
import { CodelessProgram } from './codeless-program';
import { pipelineUrl, projectUrl, unfinishedConnection } from './console-links';
import { contractChange } from './contract-change';
import { DeliveryPipeline } from './delivery-pipeline';
import { LambdaBuild } from './lambda-build';
import type { LambdaCiOutputs } from './lambda-ci-outputs';
import type { LambdaCiProps } from './lambda-ci-props';
import { artifactPrefix, lambdaCiNames } from './names';
import { notificationRule } from './notification-rule';
import { PipelineStarter } from './pipeline-starter';
import { ReleaseWebhook } from './release-webhook';
import { DEFAULT_PROVIDER, SOURCE } from './source-action';
import { sourceChange } from './source-change';
import { checkNewConnection } from './source-checks';
import { repositoryUrl } from './source-url';

/**
 * A pipeline that ships code to a function whose infrastructure is Terraform's: it checks the source out, tests it, and
 * runs `codeless deploy`. It starts by a push, a tag or a release, and when Terraform has changed the function's
 * configuration.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts.html
 */
export class LambdaCi extends Construct {
  /** The pipeline and its role. */
  public readonly pipeline: DeliveryPipeline;
  /** The CodeBuild project that tests and deploys, its role and its log group. */
  public readonly build: LambdaBuild;
  /** The program that the build runs. */
  public readonly program: CodelessProgram;
  /** What starts the pipeline on events of AWS; none where there are no such events. */
  public readonly starter?: PipelineStarter;
  /** Both ends of the webhook; only with a release trigger. */
  public readonly webhook?: ReleaseWebhook;
  /** The connection that was made; none where one was given. */
  public readonly connection?: CodestarconnectionsConnection;
  /** The Slack channel that was made; none where it was not asked for. */
  public readonly slackChannel?: SlackChannel;
  /** The topic of deploys that was made for the channel; none where one was given, or no channel was made. */
  public readonly deployTopic?: SnsTopic;
  /** The rules that tell people; none where nobody is told. */
  public readonly notifications?: PipelineNotifications;
  /** Names, ARNs and links. */
  public readonly outputs: LambdaCiOutputs;

  constructor(scope: Construct, id: string, props: LambdaCiProps) {
    super(scope, id);
    checkLambdaCi(this, props);
    const { lambda, source, artifacts, sourcePath, notifications = {}, ...rest } = props;
    const { variables, rolePath, permissionsBoundary, tags } = rest;
    const target = lambda.deployTarget;
    const trigger = props.trigger ?? { type: 'push' };
    const namePrefix = props.namePrefix ?? target.functionName;
    const names = lambdaCiNames(namePrefix);
    const prefix = artifactPrefix(names.pipeline);
    const roleOptions = { rolePath, permissionsBoundary, tags };

    checkPackagesStay(this, target, artifacts, prefix);
    artifacts.expire({ prefix, days: props.artifactDays ?? 30 });
    let connectionArn = source.type === 'connection' ? source.connectionArn : undefined;
    if (source.type === 'connection' && connectionArn === undefined) {
      const { provider = DEFAULT_PROVIDER, hostArn } = source;
      checkNewConnection(this, source);
      this.connection = new CodestarconnectionsConnection(this, 'Connection', {
        name: names.connection,
        // The service takes the one or the other.
        ...(hostArn === undefined ? { providerType: provider } : { hostArn }),
        tags: tags && escapeTemplates(tags),
      });
      connectionArn = this.connection.arn;
    }

    const { slackChannel } = notifications;
    let { deployTopicArn } = notifications;
    if (slackChannel !== undefined && deployTopicArn === undefined) {
      this.deployTopic = new SnsTopic(this, 'DeployTopic', {
        name: names.deployTopic,
        // AWS's own key serves: no service publishes here, but the build's role.
        kmsMasterKeyId: 'alias/aws/sns',
        tags: tags && escapeTemplates(tags),
      });
      deployTopicArn = this.deployTopic.arn;
    }
    if (slackChannel !== undefined) {
      this.slackChannel = new SlackChannel(this, 'SlackChannel', {
        ...slackChannel,
        configurationName: slackChannel.configurationName ?? names.slackConfiguration,
        topicArns: [...(slackChannel.topicArns ?? []), ...(deployTopicArn === undefined ? [] : [deployTopicArn])],
        tags: slackChannel.tags ?? tags,
      });
    }

    this.program = new CodelessProgram(this, 'Program', { artifacts, file: props.programFile, tags });
    // Only a clone has tags: those of a release are chosen from, and that of a push goes into the version's description.
    const fullClone = trigger.type === 'tag' || trigger.type === 'release';
    // A build of one's own finds out no difference.
    const difference = props.approval !== undefined && props.build?.buildspec === undefined;
    this.build = new LambdaBuild(this, 'Build', {
      ...props.build,
      ...roleOptions,
      lambda,
      namePrefix,
      artifacts,
      artifactPrefix: prefix,
      program: this.program,
      sourcePath,
      packagesDescriptor: props.packagesDescriptor,
      connectionArn: fullClone ? connectionArn : undefined,
      repositoryUrl: repositoryUrl(source),
      tagPattern: trigger.type === 'release' ? (trigger.tagPattern ?? '*') : undefined,
      difference,
      deployTopicArn,
      variables: variables?.map(({ name }) => name),
      logRetentionInDays: props.logRetentionInDays,
      logKmsKeyArn: props.logKmsKeyArn,
    });
    this.pipeline = new DeliveryPipeline(this, 'Pipeline', {
      ...roleOptions,
      pipelineName: names.pipeline,
      roleName: names.pipelineRole,
      source,
      connectionArn,
      trigger,
      sourcePath,
      artifacts,
      artifactPrefix: prefix,
      fullClone,
      build: this.build,
      beforeDeploy: props.beforeDeploy,
      approval: props.approval,
      difference,
      onFailure: props.onFailure,
      executionMode: props.executionMode,
      variables,
    });
    const { pipelineName, pipelineArn } = this.pipeline;

    if (trigger.type === 'release' && source.type === 'connection') {
      this.webhook = new ReleaseWebhook(this, 'Webhook', {
        webhookName: names.webhook,
        pipelineName,
        targetAction: SOURCE,
        repository: source.repository,
        action: trigger.action,
        secret: trigger.secret,
        secretRotation: trigger.secretRotation,
        tags,
      });
    }
    const starts = [
      ...(props.startOnContractChange === false ? [] : [contractChange(names.contractRule, target)]),
      ...(trigger.type === 'push' ? sourceChange(names.sourceRule, source) : []),
    ];
    if (starts.length > 0) {
      this.starter = new PipelineStarter(this, 'Starter', { ...roleOptions, roleName: names.startRole, pipelineArn });
      for (const { id: ruleId, ...rule } of starts) {
        this.starter.on(ruleId, rule);
      }
    }

    const info = notificationRule(notifications.info, this.slackChannel);
    const alert = notificationRule(notifications.alert, this.slackChannel);
    if (info !== undefined || alert !== undefined) {
      this.notifications = new PipelineNotifications(this, 'Notifications', {
        pipelineArn,
        namePrefix,
        info,
        alert,
        hasApproval: props.approval !== undefined,
        tags,
      });
    }
    this.outputs = {
      pipelineName,
      pipelineArn,
      pipelineUrl: pipelineUrl(pipelineName, pipelineArn),
      pipelineRoleArn: this.pipeline.iamRole.arn,
      projectName: this.build.projectName,
      projectArn: this.build.projectArn,
      projectUrl: projectUrl(this.build.projectName, this.build.projectArn),
      buildRoleArn: this.build.iamRole.arn,
      webhookUrl: this.webhook?.url,
      connectionArn,
      unfinishedConnection: this.connection && unfinishedConnection(names.connection, this.connection.arn),
    };
  }
}
