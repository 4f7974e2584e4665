import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

import type { ClientConfiguration } from './clients';
import { retryConflicts } from './retry';

/** Attempts: a message that comes late is worth less than a deploy that ends. */
const ATTEMPTS = 3;

/** Milliseconds to reach SNS, which a private network need not have a way to. */
const CONNECTION_TIMEOUT = 3_000;

/** Milliseconds for SNS to answer. */
const REQUEST_TIMEOUT = 10_000;

/** Publishes a message to a topic, in the region of the topic. */
export async function publish(
  configuration: ClientConfiguration,
  topicArn: string,
  message: string,
  signal: AbortSignal,
): Promise<void> {
  const client = retryConflicts(
    new SNSClient({
      ...configuration,
      region: topicArn.split(':')[3] ?? '',
      maxAttempts: ATTEMPTS,
      requestHandler: configuration.requestHandler.with({ connection: CONNECTION_TIMEOUT, answer: REQUEST_TIMEOUT }),
    }),
  );
  await client.send(new PublishCommand({ TopicArn: topicArn, Message: message }), { abortSignal: signal });
}
