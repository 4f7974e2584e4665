import { shapeProblems } from '../front/check-shape';
import type { Correction, CorrectionContext } from '../front/correction';
import type { Call } from '../front/identify';
import { errorAnswer, jsonAnswer, jsonObject } from '../front/message';
import type { Operation, ServiceModel, ServiceModels } from '../front/service-models';

/** What an operation is given, as the service's model has it. */
export type Input = Readonly<Record<string, unknown>>;

/** Does one operation; what it returns is the output. */
export type Operate = (
  input: Input,
  call: Call,
  context: CorrectionContext,
) => Promise<object | undefined> | object | undefined;

/** An error that a service answers, in its own words. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  /** @param status - of HTTP; 400 is what the JSON protocol has for every error of the client's */
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** A service that the emulator lacks. */
export interface ServiceOptions {
  /** The service as IAM policies have it. */
  readonly name: string;
  readonly models: ServiceModels;
  /** By their names in the API reference. */
  readonly operations: Readonly<Record<string, Operate>>;
  /**
   * The error of an input that the service's model does not allow.
   *
   * @default 'ValidationException'
   */
  readonly invalidCode?: string;
}

/**
 * A service of the JSON or the REST-JSON protocol. Inputs are held against AWS's own model before an operation sees
 * them; an operation that is not here answers `UnknownOperationException`.
 */
export function service({ name, models, operations, invalidCode = 'ValidationException' }: ServiceOptions): Correction {
  return {
    service: name,
    actions: '*',
    operations: Object.keys(operations),
    async answer(call, context) {
      const model = models.signedAs(name)[0];
      try {
        const operate = Object.hasOwn(operations, call.action) ? operations[call.action] : undefined;
        if (operate === undefined) {
          throw new ServiceError('UnknownOperationException', `${name}:${call.action}: the local AWS does not have it`);
        }
        const operation = model?.operations[call.action];
        const input = inputOf(call, model, operation);
        const problems = model && operation?.input ? shapeProblems(model, operation.input.shape, input) : [];
        if (problems.length > 0) throw new ServiceError(invalidCode, problems.join('; '));
        const contentType =
          model?.metadata.protocol === 'rest-json' ? 'application/json' : 'application/x-amz-json-1.1';
        const output = (await operate(input, call, context)) ?? {};
        const answer = jsonAnswer(operation?.http.responseCode ?? 200, output, contentType);
        return answer.status === 204 ? { ...answer, body: Buffer.alloc(0) } : answer;
      } catch (error) {
        if (error instanceof ServiceError) return errorAnswer(error.status, error.code, error.message);
        throw error;
      }
    },
  };
}

/** The input of a call: the body, and of a REST call what stands in path and query too. */
function inputOf(call: Call, model: ServiceModel | undefined, operation: Operation | undefined): Input {
  if (call.request.headers['x-amz-target'] !== undefined) return call.input;
  const members = (operation?.input && model?.shapes[operation.input.shape]?.members) ?? {};
  const elsewhere = Object.entries(members).flatMap(([member, { shape, location, locationName = member }]) => {
    if (location === 'uri') return [[member, call.labels[locationName]]];
    if (location !== 'querystring' || !call.url.searchParams.has(locationName)) return [];
    const values = call.url.searchParams.getAll(locationName);
    return [[member, model?.shapes[shape]?.type === 'list' ? values : parsed(values[0], model?.shapes[shape]?.type)]];
  });
  return { ...(Object.fromEntries(elsewhere) as Input), ...jsonObject(call.request.body) };
}

function parsed(value: string | undefined, type: string | undefined): unknown {
  if (type === 'integer' || type === 'long') return Number(value);
  return type === 'boolean' ? value === 'true' : value;
}
