import type { Reference, ServiceModel } from '../../front/service-models';

/**
 * The body of an answer in AWS's query protocol, from the same answer in JSON.
 *
 * @param model - of the service whose operation it is
 * @param action - the operation
 * @param value - its output in JSON; members that are null are left out
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function queryXml(model: ServiceModel, action: string, value: unknown): string {
  const output = model.operations[action]?.output;
  const inner = output === undefined ? '' : element(model, output.resultWrapper ?? `${action}Result`, output, value);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${action}Response>${inner}<ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></${action}Response>`;
}

function element(model: ServiceModel, name: string, reference: Reference, value: unknown): string {
  if (value === undefined || value === null) return '';
  return `<${name}>${content(model, reference, value)}</${name}>`;
}

function content(model: ServiceModel, reference: Reference, value: unknown): string {
  const shape = model.shapes[reference.shape];
  if (shape?.type === 'structure') {
    const members = value as Record<string, unknown>;
    return Object.entries(shape.members ?? {})
      .map(([name, member]) => element(model, member.locationName ?? name, member, members[name]))
      .join('');
  }
  if (shape?.type === 'list' && shape.member !== undefined) {
    const { member } = shape;
    return (value as unknown[]).map((item) => element(model, member.locationName ?? 'member', member, item)).join('');
  }
  // JSON has seconds where XML has ISO 8601.
  if (shape?.type === 'timestamp' && typeof value === 'number') return new Date(value * 1000).toISOString();
  return escape(String(value));
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
