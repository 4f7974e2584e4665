import type { IConstruct } from 'constructs';
import { isKnown } from '../shared/checks';
import { ValidationError } from '../shared/validation-error';
import { destinationArn } from './destination';
import type { InvocationDestination } from './destination';

/**
 * Throws where Lambda would refuse the destination: it sends records to standard queues and topics only.
 *
 * @param name of the property, for the message
 */
export function checkDestination(
  scope: IConstruct,
  name: string,
  destination: InvocationDestination | undefined,
): void {
  const arn = destination && destinationArn(destination);
  if (isKnown(arn) && arn.endsWith('.fifo')) {
    throw new ValidationError('FifoDestination', scope, `'${name}' must not be a FIFO queue or topic, got ${arn}`);
  }
}
