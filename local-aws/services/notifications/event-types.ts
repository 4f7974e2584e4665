import type { ServiceEvent } from '../events/events';

/** @see https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html#concepts-api */
const STATES: Readonly<Record<string, readonly string[]>> = {
  'action-execution': ['succeeded', 'failed', 'canceled', 'started'],
  'stage-execution': ['started', 'succeeded', 'resumed', 'canceled', 'failed'],
  'pipeline-execution': ['failed', 'canceled', 'started', 'resumed', 'succeeded', 'superseded'],
  'manual-approval': ['failed', 'needed', 'succeeded'],
};

/** The types of events that rules can name, by their ids: those of pipelines. */
export const EVENT_TYPES: ReadonlyMap<string, object> = new Map(
  Object.entries(STATES).flatMap(([group, states]) =>
    states.map((state) => {
      const EventTypeId = `codepipeline-pipeline-${group}-${state}`;
      const EventTypeName = `${words(group)}: ${words(state)}`;
      return [EventTypeId, { EventTypeId, ServiceName: 'CodePipeline', EventTypeName, ResourceType: 'Pipeline' }];
    }),
  ),
);

/** The ids of the types that an event is of; an approval is an action too. */
export function eventTypeIds({ detailType, detail }: ServiceEvent): string[] {
  const [, level] = /^CodePipeline (\w+) Execution State Change$/.exec(detailType) ?? [];
  if (level === undefined) return [];
  const state = String(detail.state).toLowerCase();
  const isApproval = (detail.type as { category?: unknown } | undefined)?.category === 'Approval';
  const approval = `codepipeline-pipeline-manual-approval-${state === 'started' ? 'needed' : state}`;
  return [
    `codepipeline-pipeline-${level.toLowerCase()}-execution-${state}`,
    ...(level === 'Action' && isApproval ? [approval] : []),
  ];
}

function words(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).replace('-', ' ');
}
