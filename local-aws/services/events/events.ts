import { randomUUID } from 'node:crypto';

import type { Call } from '../../front/identify';
import { jsonObject } from '../../front/message';
import { authorization, inTheNameOf, jsonRequest, type Send } from '../emulator-call';

/** Something that a service of AWS's tells the default event bus. */
export interface ServiceEvent {
  /** Such as `aws.codepipeline`. */
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Pipelines as targets of rules. */
export interface PipelineTargets {
  /** ARNs of those that there are. */
  readonly arns: () => readonly string[];
  /** Starts one of them, for a rule that an event matches. */
  readonly start: (arn: string, ruleArn: string) => void;
}

/** What events are told with. */
export interface EventsOptions {
  readonly send: Send;
  /** Whose bus hears what no call caused. */
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface Rule {
  readonly Name: string;
  readonly Arn: string;
  readonly State?: string;
  readonly EventPattern?: string;
}

/** Calls EventBridge; `as` is the service of AWS's that does, where clients may not. */
type Caller = (action: string, input: object, as?: string) => Promise<Readonly<Record<string, unknown>>>;

/**
 * The default event bus as services see it. The emulator brings events to the targets of rules that it knows; those that
 * are pipelines, it does not know.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export class Events {
  readonly #listeners: ((event: ServiceEvent) => void)[] = [];
  #pipelines: PipelineTargets | undefined;

  constructor(private readonly options: EventsOptions) {}

  /** Hears every event that a service tells. */
  subscribe(listener: (event: ServiceEvent) => void): void {
    this.#listeners.push(listener);
  }

  /** Knows pipelines from now on: rules start them. */
  target(pipelines: PipelineTargets): void {
    this.#pipelines = pipelines;
  }

  /**
   * Tells an event.
   *
   * @param cause - the call that caused it: the bus of its account and region hears it, or else that of the region of
   *   the local AWS
   */
  async put(event: ServiceEvent, cause?: Call): Promise<void> {
    const call = this.#caller(cause);
    for (const listener of this.#listeners) listener(event);
    const entry = {
      Source: event.source,
      DetailType: event.detailType,
      Resources: event.resources,
      Detail: JSON.stringify(event.detail),
    };
    await call('PutEvents', { Entries: [entry] }, event.source.replace(/^aws\./, ''));
    await this.#startPipelines(event, call);
  }

  async #startPipelines(event: ServiceEvent, call: Caller): Promise<void> {
    const arns = this.#pipelines?.arns() ?? [];
    // Every event would ask for every rule.
    if (arns.length === 0) return;
    const { Rules = [] } = (await call('ListRules', {})) as { Rules?: Rule[] };
    for (const rule of Rules) {
      if (rule.EventPattern === undefined || rule.State === 'DISABLED') continue;
      const targets = await call('ListTargetsByRule', { Rule: rule.Name });
      const pipelines = ((targets.Targets ?? []) as { Arn: string }[]).filter(({ Arn }) => arns.includes(Arn));
      if (pipelines.length === 0 || !(await this.#matches(rule, event, call))) continue;
      for (const { Arn } of pipelines) this.#pipelines?.start(Arn, rule.Arn);
    }
  }

  async #matches({ Arn, EventPattern }: Rule, event: ServiceEvent, call: Caller): Promise<boolean> {
    // An event is of the account and the region of the bus, which are its rules' too.
    const [, , , region, account] = Arn.split(':');
    const Event = JSON.stringify({
      version: '0',
      id: randomUUID(),
      'detail-type': event.detailType,
      source: event.source,
      account,
      time: new Date(this.options.now()).toISOString(),
      region,
      resources: event.resources,
      detail: event.detail,
    });
    return (await call('TestEventPattern', { EventPattern, Event })).Result === true;
  }

  /** Calls in the name of whoever caused something, or else of nobody in particular. */
  #caller(cause: Call | undefined): Caller {
    const { region, send } = this.options;
    const headers = cause ? inTheNameOf(cause, 'events') : { authorization: authorization('events', region) };
    return async (action, input, as) =>
      jsonObject((await send(jsonRequest({ headers, target: `AWSEvents.${action}`, input, as }))).body);
  }
}
