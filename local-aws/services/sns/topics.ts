import type { SNS } from '@aws-sdk/client-sns';

import type { Runtime } from '../../runtime';

/**
 * Topics of SNS as services of AWS's use them, in the name of nobody in particular.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Operations.html
 */
export class Topics {
  #client: Promise<SNS> | undefined;

  constructor(private readonly runtime: Pick<Runtime, 'clientConfig'>) {}

  /** The policy of a topic, as JSON; undefined where there is no such topic. */
  async policy(TopicArn: string): Promise<string | undefined> {
    const sns = await this.#sns();
    const answer = await sns.getTopicAttributes({ TopicArn }).catch(() => undefined);
    return answer?.Attributes?.Policy;
  }

  async publish(TopicArn: string, Message: string): Promise<void> {
    await (await this.#sns()).publish({ TopicArn, Message });
  }

  /** @param Endpoint - an HTTP URL, that is sent a message to confirm */
  async subscribe(TopicArn: string, Endpoint: string): Promise<void> {
    await (await this.#sns()).subscribe({ TopicArn, Protocol: 'http', Endpoint });
  }

  async confirm(TopicArn: string, Token: string): Promise<void> {
    await (await this.#sns()).confirmSubscription({ TopicArn, Token });
  }

  #sns(): Promise<SNS> {
    return (this.#client ??= this.#open());
  }

  async #open(): Promise<SNS> {
    // eslint-disable-next-line no-restricted-syntax -- few need it, and the local AWS would start later with it
    const { SNS } = await import('@aws-sdk/client-sns');
    return new SNS(await this.runtime.clientConfig());
  }
}
