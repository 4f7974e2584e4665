import type { ServiceEvent } from '../events/events';

/** A kind of event that a rule can name. */
export interface EventType {
  readonly EventTypeId: string;
  readonly ServiceName: string;
  readonly EventTypeName: string;
  readonly ResourceType: string;
}

const PIPELINE = { prefix: 'codepipeline-pipeline', ServiceName: 'CodePipeline', ResourceType: 'Pipeline' };
const PROJECT = { prefix: 'codebuild-project', ServiceName: 'CodeBuild', ResourceType: 'Project' };

/** @see https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html#concepts-api */
const GROUPS = [
  { ...PIPELINE, group: 'action-execution', states: ['succeeded', 'failed', 'canceled', 'started'] },
  { ...PIPELINE, group: 'stage-execution', states: ['started', 'succeeded', 'resumed', 'canceled', 'failed'] },
  {
    ...PIPELINE,
    group: 'pipeline-execution',
    states: ['failed', 'canceled', 'started', 'resumed', 'succeeded', 'superseded'],
  },
  { ...PIPELINE, group: 'manual-approval', states: ['failed', 'needed', 'succeeded'] },
  { ...PROJECT, group: 'build-state', states: ['failed', 'succeeded', 'in-progress', 'stopped'] },
  { ...PROJECT, group: 'build-phase', states: ['failure', 'success'] },
];

/** The event types of pipelines and of build projects; those of other resources are not here. */
export const EVENT_TYPES: readonly EventType[] = GROUPS.flatMap(({ prefix, group, states, ...of }) =>
  states.map((state) => ({
    EventTypeId: `${prefix}-${group}-${state}`,
    ...of,
    EventTypeName: `${words(group)}: ${words(state)}`,
  })),
);

/** The types that an event is of, and the ARN of the resource that it is about. */
export function classify({ detailType, resources, detail }: ServiceEvent): { ids: string[]; resource: string } {
  const [first = ''] = resources;
  const state = String(detail.state).toLowerCase();
  switch (detailType) {
    case 'CodePipeline Pipeline Execution State Change':
      return { ids: [`codepipeline-pipeline-pipeline-execution-${state}`], resource: first };
    case 'CodePipeline Stage Execution State Change':
      return { ids: [`codepipeline-pipeline-stage-execution-${state}`], resource: first };
    case 'CodePipeline Action Execution State Change': {
      const isApproval = (detail.type as { category?: unknown } | undefined)?.category === 'Approval';
      const approval = `codepipeline-pipeline-manual-approval-${state === 'started' ? 'needed' : state}`;
      return {
        ids: [`codepipeline-pipeline-action-execution-${state}`, ...(isApproval ? [approval] : [])],
        resource: first,
      };
    }
    case 'CodeBuild Build State Change':
      return build(first, detail, `build-state-${String(detail['build-status']).toLowerCase().replace('_', '-')}`);
    case 'CodeBuild Build Phase Change':
      return build(
        first,
        detail,
        `build-phase-${detail['completed-phase-status'] === 'SUCCEEDED' ? 'success' : 'failure'}`,
      );
    default:
      return { ids: [], resource: first };
  }
}

/** Events name the build, rules its project. */
function build(arn: string, detail: ServiceEvent['detail'], type: string): { ids: string[]; resource: string } {
  const resource = arn.replace(/:build\/.*$/, `:project/${String(detail['project-name'])}`);
  return { ids: [`codebuild-project-${type}`], resource };
}

function words(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).replace(/-/g, ' ');
}
