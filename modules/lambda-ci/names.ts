import { Fn, Token } from 'cdktf';
import { MAX_ROLE_NAME, resourceName } from '../shared/names';

/** @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineDeclaration.html */
const MAX_PIPELINE_NAME = 100;
/** @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_WebhookDefinition.html */
const MAX_WEBHOOK_NAME = 100;
/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/limits.html */
const MAX_PROJECT_NAME = 150;
/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const MAX_RULE_NAME = 64;
/** @see https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
const MAX_TOPIC_NAME = 256;
/** @see https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_CreateConnection.html */
const MAX_CONNECTION_NAME = 32;
/** @see https://docs.aws.amazon.com/chatbot/latest/APIReference/API_CreateSlackChannelConfiguration.html */
const MAX_SLACK_CONFIGURATION_NAME = 128;
/** What CodePipeline takes of a pipeline's name for the keys of its artifacts. */
const ARTIFACT_PREFIX_LENGTH = 20;

/** The names of all that a pipeline consists of. */
export interface LambdaCiNames {
  readonly pipeline: string;
  readonly pipelineRole: string;
  readonly project: string;
  readonly buildRole: string;
  readonly webhook: string;
  readonly contractRule: string;
  readonly sourceRule: string;
  readonly startRole: string;
  readonly deployTopic: string;
  readonly connection: string;
  readonly slackConfiguration: string;
}

/**
 * Names that fit their services, each with a hash at its end where it had to be changed.
 *
 * @param prefix what all of them begin with
 */
export function lambdaCiNames(prefix: string): LambdaCiNames {
  return {
    pipeline: resourceName([prefix], MAX_PIPELINE_NAME),
    pipelineRole: resourceName([prefix, 'pipeline'], MAX_ROLE_NAME),
    project: projectName(prefix),
    buildRole: resourceName([prefix, 'build'], MAX_ROLE_NAME),
    webhook: resourceName([prefix, 'release'], MAX_WEBHOOK_NAME),
    contractRule: resourceName([prefix, 'contract'], MAX_RULE_NAME),
    sourceRule: resourceName([prefix, 'source'], MAX_RULE_NAME),
    startRole: resourceName([prefix, 'start'], MAX_ROLE_NAME),
    deployTopic: resourceName([prefix, 'deploys'], MAX_TOPIC_NAME),
    connection: resourceName([prefix], MAX_CONNECTION_NAME),
    slackConfiguration: resourceName([prefix], MAX_SLACK_CONFIGURATION_NAME),
  };
}

/** What the keys of a pipeline's artifacts begin with, with a slash at its end. */
export function artifactPrefix(pipelineName: string): string {
  const start = Token.isUnresolved(pipelineName)
    ? Fn.substr(pipelineName, 0, ARTIFACT_PREFIX_LENGTH)
    : pipelineName.slice(0, ARTIFACT_PREFIX_LENGTH);
  return `${start}/`;
}

/** A function's name may begin with `-` or `_`; that of a CodeBuild project begins with a letter or a digit. */
function projectName(prefix: string): string {
  const name = resourceName([prefix, 'build'], MAX_PROJECT_NAME);
  const isLegal = Token.isUnresolved(name) || /^[A-Za-z0-9]/.test(name);
  // The slash has the name end in a hash, so that it is nobody else's.
  return isLegal ? name : resourceName(['function', `${prefix}/`, 'build'], MAX_PROJECT_NAME);
}
