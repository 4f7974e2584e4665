import type { PolicyStatement } from '../shared/iam';

/** Where Lambda sends a record of an invocation: exactly one of the ARNs. */
export type InvocationDestination =
  | {
      /** ARN of an SQS queue; not FIFO. */
      readonly queueArn: string;
    }
  | {
      /** ARN of an SNS topic; not FIFO. */
      readonly topicArn: string;
    }
  | {
      /** ARN of another Lambda function. */
      readonly functionArn: string;
    }
  | {
      /** ARN of an EventBridge event bus. */
      readonly eventBusArn: string;
    };

/** Where Lambda sends asynchronous events that it gave up on: exactly one of the ARNs. */
export type DeadLetterTarget = Extract<InvocationDestination, { queueArn: string } | { topicArn: string }>;

/** The destination's ARN, whatever its kind. */
export function destinationArn(destination: InvocationDestination): string {
  if ('queueArn' in destination) return destination.queueArn;
  if ('topicArn' in destination) return destination.topicArn;
  if ('functionArn' in destination) return destination.functionArn;
  return destination.eventBusArn;
}

/**
 * What a function's role needs to send to a destination.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function destinationStatement(destination: InvocationDestination): PolicyStatement {
  return { actions: [destinationAction(destination)], resources: [destinationArn(destination)] };
}

function destinationAction(destination: InvocationDestination): string {
  if ('queueArn' in destination) return 'sqs:SendMessage';
  if ('topicArn' in destination) return 'sns:Publish';
  if ('functionArn' in destination) return 'lambda:InvokeFunction';
  return 'events:PutEvents';
}
