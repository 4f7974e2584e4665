import { randomUUID } from 'node:crypto';

import { jsonObject } from '../../front/message';
import { emulatorCall, type Send } from '../emulator-call';

/** Something that a service of AWS's tells the default event bus. */
export interface ServiceEvent {
  /** Such as `aws.codepipeline`. */
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A pipeline that a rule starts. */
export interface PipelineStart {
  readonly pipelineArn: string;
  readonly ruleArn: string;
}

/** What events are told with. */
export interface EventsOptions {
  readonly send: Send;
  readonly region: string;
  readonly account: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface Rule {
  readonly Name: string;
  readonly Arn: string;
  readonly State?: string;
  readonly EventPattern?: string;
}

const PIPELINE = /^arn:[^:]+:codepipeline:/;

/**
 * The default event bus as services see it. The emulator brings events to the targets of rules that it knows; those that
 * are pipelines, it does not know.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export class Events {
  readonly #listeners: ((event: ServiceEvent) => void)[] = [];
  readonly #starters: ((start: PipelineStart) => void)[] = [];

  constructor(private readonly options: EventsOptions) {}

  /** Hears every event that a service tells. */
  subscribe(listener: (event: ServiceEvent) => void): void {
    this.#listeners.push(listener);
  }

  /** Hears of each rule with a pipeline as its target that an event matches. */
  onPipelineTarget(start: (start: PipelineStart) => void): void {
    this.#starters.push(start);
  }

  /**
   * Tells an event.
   *
   * @param accessKey - whose bus, where it is another account's
   */
  async put(event: ServiceEvent, accessKey?: string): Promise<void> {
    for (const listener of this.#listeners) listener(event);
    const entry = {
      Source: event.source,
      DetailType: event.detailType,
      Resources: event.resources,
      Detail: JSON.stringify(event.detail),
    };
    await this.#call('PutEvents', { Entries: [entry] }, accessKey, event.source.replace(/^aws\./, ''));
    if (this.#starters.length > 0) await this.#startPipelines(event, accessKey);
  }

  async #startPipelines(event: ServiceEvent, accessKey?: string): Promise<void> {
    const { Rules = [] } = (await this.#call('ListRules', {}, accessKey)) as { Rules?: Rule[] };
    for (const { Name, Arn, State, EventPattern } of Rules) {
      if (EventPattern === undefined || State === 'DISABLED') continue;
      const targets = await this.#call('ListTargetsByRule', { Rule: Name }, accessKey);
      const pipelines = ((targets.Targets ?? []) as { Arn: string }[]).filter((target) => PIPELINE.test(target.Arn));
      if (pipelines.length === 0 || !(await this.#matches(EventPattern, event, accessKey))) continue;
      for (const { Arn: pipelineArn } of pipelines) {
        for (const start of this.#starters) start({ pipelineArn, ruleArn: Arn });
      }
    }
  }

  async #matches(EventPattern: string, event: ServiceEvent, accessKey?: string): Promise<boolean> {
    const { account, region, now } = this.options;
    const Event = JSON.stringify({
      version: '0',
      id: randomUUID(),
      'detail-type': event.detailType,
      source: event.source,
      account,
      time: new Date(now()).toISOString(),
      region,
      resources: event.resources,
      detail: event.detail,
    });
    return (await this.#call('TestEventPattern', { EventPattern, Event }, accessKey)).Result === true;
  }

  async #call(action: string, input: object, accessKey?: string, as?: string): Promise<Record<string, unknown>> {
    const call = { service: 'events', target: `AWSEvents.${action}`, input, accessKey, as };
    return jsonObject((await emulatorCall(this.options.send, this.options.region, call)).body);
  }
}
