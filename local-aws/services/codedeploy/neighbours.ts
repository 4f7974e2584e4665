import type { CorrectionContext } from '../../front/correction';
import type { Call } from '../../front/identify';
import { jsonObject, type Answer, type Request } from '../../front/message';
import { functionPath } from '../lambda/function';
import type { AppSpec } from './app-spec';

/** The services that CodeDeploy calls, in the name of whoever called it. */
export class Neighbours {
  constructor(
    private readonly call: Call,
    private readonly context: CorrectionContext,
  ) {}

  /** The version of the alias; undefined where there is none. */
  async aliasVersion(appSpec: AppSpec): Promise<unknown> {
    const answer = await this.#send('lambda', { method: 'GET', path: aliasPath(appSpec), headers: {} });
    return answer.status === 200 ? jsonObject(answer.body).FunctionVersion : undefined;
  }

  /** Moves the alias. Tells whether Lambda took it. */
  async moveAlias(appSpec: AppSpec, version: string, weights: Readonly<Record<string, number>>): Promise<boolean> {
    const input = { FunctionVersion: version, RoutingConfig: { AdditionalVersionWeights: weights } };
    const body = Buffer.from(JSON.stringify(input));
    const answer = await this.#send('lambda', { method: 'PUT', path: aliasPath(appSpec), headers: {}, body });
    return answer.status === 200;
  }

  /** Whether Lambda has the version. */
  async hasVersion({ functionName }: AppSpec, version: string): Promise<boolean> {
    const path = functionPath(functionName, `configuration?Qualifier=${encodeURIComponent(version)}`);
    return (await this.#send('lambda', { method: 'GET', path, headers: {} })).status === 200;
  }

  /** Which of these alarms are in the state `ALARM`. */
  async ringing(alarms: readonly string[]): Promise<string[]> {
    if (alarms.length === 0) return [];
    const answer = await this.#send('monitoring', {
      method: 'POST',
      path: '/',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'GraniteServiceVersion20100801.DescribeAlarms',
      },
      body: Buffer.from(JSON.stringify({ AlarmNames: alarms, StateValue: 'ALARM' })),
    });
    const { MetricAlarms = [] } = jsonObject(answer.body) as { MetricAlarms?: { AlarmName: string }[] };
    return MetricAlarms.map(({ AlarmName }) => AlarmName);
  }

  #send(service: string, request: Request): Promise<Answer> {
    const { host, authorization } = this.call.request.headers;
    const signed = authorization?.replace('/codedeploy/aws4_request', `/${service}/aws4_request`);
    return this.context.send({
      ...request,
      headers: { ...request.headers, ...(host && { host }), ...(signed && { authorization: signed }) },
    });
  }
}

function aliasPath({ functionName, aliasName }: AppSpec): string {
  return functionPath(functionName, `aliases/${encodeURIComponent(aliasName)}`);
}
