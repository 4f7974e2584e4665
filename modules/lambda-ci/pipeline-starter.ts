import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { checkLength, checkPattern, checkRolePath } from '../shared/checks';
import { assumeRolePolicy, policyDocument } from '../shared/iam';
import { checkTags } from '../shared/tags';
import { escapeTemplate, escapeTemplates } from '../shared/template';

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const MAX_DESCRIPTION = 512;

/** Who may start which pipeline. */
export interface PipelineStarterProps {
  /** Name of the role in which EventBridge starts the pipeline: 1 to 64 letters, digits and `+=,.@_-`. */
  readonly roleName: string;
  /** ARN of the pipeline. */
  readonly pipelineArn: string;
  /**
   * IAM path of the role; begins and ends with `/`.
   *
   * @default '/'
   */
  readonly rolePath?: string;
  /**
   * ARN of the policy that bounds the role.
   *
   * @default - none
   */
  readonly permissionsBoundary?: string;
  /**
   * Tags of the role and the rules; at most 50.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Events that start a pipeline. */
export interface PipelineStartOptions {
  /** Name of the rule: 1 to 64 letters, digits and `._-`, one of its kind in the account's region. */
  readonly ruleName: string;
  /** What people read beside it; at most 512 characters, the rest is cut off. */
  readonly description: string;
  /**
   * What an event must be.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
   */
  readonly eventPattern: object;
}

/** What lets events on the account's default bus start one pipeline, and nothing else. */
export class PipelineStarter extends Construct {
  /** The role in which EventBridge starts the pipeline; for the rules made here alone. */
  public readonly iamRole: IamRole;
  /** What the role may do. */
  public readonly policy: IamRolePolicy;
  /** The rules. */
  public readonly rules: readonly CloudwatchEventRule[];

  private readonly madeRules: CloudwatchEventRule[] = [];
  private readonly accountId: string;
  private readonly pipelineArn: string;
  private readonly tags: Record<string, string> | undefined;

  constructor(scope: Construct, id: string, props: PipelineStarterProps) {
    super(scope, id);
    const { roleName, pipelineArn, rolePath, permissionsBoundary, tags } = props;
    const role = "1 to 64 letters, digits, '+', '=', ',', '.', '@', '_' and '-'";
    checkPattern(this, 'InvalidRoleName', 'roleName', roleName, /^[\w+=,.@-]{1,64}$/, role);
    checkRolePath(this, rolePath);
    checkTags(this, tags);

    this.rules = this.madeRules;
    this.pipelineArn = pipelineArn;
    this.tags = tags && escapeTemplates(tags);
    this.accountId = new DataAwsCallerIdentity(this, 'CallerIdentity').accountId;
    this.iamRole = new IamRole(this, 'Role', {
      name: roleName,
      path: rolePath,
      permissionsBoundary,
      assumeRolePolicy: this.trust(),
      tags: this.tags,
    });
    this.policy = new IamRolePolicy(this, 'Policy', {
      role: this.iamRole.name,
      name: 'start',
      policy: policyDocument(this, [{ actions: ['codepipeline:StartPipelineExecution'], resources: [pipelineArn] }]),
    });
    this.node.addValidation({
      validate: () => (this.madeRules.length > 0 ? [] : [`'on' must be called at least once, or nothing is started`]),
    });
  }

  /**
   * Starts the pipeline on events.
   *
   * @param id - of the rule's construct
   * @returns the rule
   */
  public on(id: string, { ruleName, description, eventPattern }: PipelineStartOptions): CloudwatchEventRule {
    const name = "1 to 64 letters, digits, '.', '_' and '-'";
    checkPattern(this, 'InvalidRuleName', 'ruleName', ruleName, /^[A-Za-z0-9._-]{1,64}$/, name);
    checkLength(this, 'EmptyEventPattern', 'eventPattern', Object.keys(eventPattern), 1, Infinity);
    const rule = new CloudwatchEventRule(this, id, {
      name: ruleName,
      description: escapeTemplate(description.slice(0, MAX_DESCRIPTION)),
      eventPattern: escapeTemplate(JSON.stringify(eventPattern)),
      tags: this.tags,
    });
    new CloudwatchEventTarget(this, `${id}Target`, {
      rule: rule.name,
      targetId: 'pipeline',
      arn: this.pipelineArn,
      roleArn: this.iamRole.arn,
    });
    this.madeRules.push(rule);
    this.iamRole.assumeRolePolicy = this.trust();
    return rule;
  }

  /** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html */
  private trust(): string {
    const arn = this.madeRules.map((rule) => rule.arn);
    return assumeRolePolicy('events.amazonaws.com', { account: this.accountId, arn });
  }
}
