import type { FaultKind, FaultOrder } from './fault';

/** How a fault is written on the command line. */
export const FAULT_SYNTAX =
  'SERVICE:ACTION=throttle|conflict|error500|drop|delay:MS[,after][,nth=N][,times=N|always][,resource=NAME][,caller=KEY]';

/**
 * A fault as people write it, such as `lambda:PublishVersion=throttle,times=2`; a `*` stands for every service or every
 * action.
 *
 * @throws RangeError that says what is wrong with it
 */
export function parseFault(text: string): FaultOrder {
  const [, service = '', action = '', kind = '', options = ''] =
    /^([^:=]+):([^:=]+)=([^,]+)(?:,(.*))?$/.exec(text) ?? [];
  if (service === '') throw wrong(text, `it is not of the form ${FAULT_SYNTAX}`);
  const order: { -readonly [K in keyof FaultOrder]: FaultOrder[K] } = { fault: parseKind(text, kind) };
  if (service !== '*') order.service = service;
  if (action !== '*') order.action = action;
  for (const option of options === '' ? [] : options.split(',')) {
    const [name = '', value = ''] = option.split(/=(.*)/);
    if (name === 'after' || name === 'before') order.moment = name;
    else if (name === 'nth') order.nth = wholeNumber(text, option, value);
    else if (name === 'times') order.times = value === 'always' ? value : wholeNumber(text, option, value);
    else if ((name === 'resource' || name === 'caller') && value !== '') order[name] = value;
    else throw wrong(text, `'${option}' is none of after, nth=N, times=N, times=always, resource=NAME and caller=KEY`);
  }
  return order;
}

function parseKind(text: string, kind: string): FaultKind {
  if (kind === 'throttle' || kind === 'conflict' || kind === 'error500' || kind === 'drop') return kind;
  const milliseconds = /^delay:(\d+)$/.exec(kind)?.[1];
  if (milliseconds !== undefined) return { delayMs: Number(milliseconds) };
  throw wrong(text, `'${kind}' is none of throttle, conflict, error500, drop and delay:MS`);
}

function wholeNumber(text: string, option: string, value: string): number {
  if (/^[1-9]\d*$/.test(value)) return Number(value);
  throw wrong(text, `'${option}' needs a whole number from 1`);
}

function wrong(text: string, reason: string): RangeError {
  return new RangeError(`'--fault ${text}': ${reason}`);
}
