import type { CorrectionContext } from '../../front/correction';
import type { Call } from '../../front/identify';
import { jsonObject, type Answer, type Request } from '../../front/message';
import { inTheNameOf, jsonRequest } from '../emulator-call';
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
    const answer = await this.#lambda({ method: 'GET', path: aliasPath(appSpec) });
    return answer.status === 200 ? jsonObject(answer.body).FunctionVersion : undefined;
  }

  /** Moves the alias. Tells whether Lambda took it. */
  async moveAlias(appSpec: AppSpec, version: string, weights: Readonly<Record<string, number>>): Promise<boolean> {
    const input = { FunctionVersion: version, RoutingConfig: { AdditionalVersionWeights: weights } };
    const body = Buffer.from(JSON.stringify(input));
    const answer = await this.#lambda({ method: 'PUT', path: aliasPath(appSpec), body });
    return answer.status === 200;
  }

  /** Whether Lambda has the version. */
  async hasVersion({ functionName }: AppSpec, version: string): Promise<boolean> {
    const path = functionPath(functionName, `configuration?Qualifier=${encodeURIComponent(version)}`);
    return (await this.#lambda({ method: 'GET', path })).status === 200;
  }

  /** Which of these alarms are in the state `ALARM`. */
  async ringing(alarms: readonly string[]): Promise<string[]> {
    if (alarms.length === 0) return [];
    const answer = await this.context.send(
      jsonRequest({
        headers: inTheNameOf(this.call, 'monitoring'),
        target: 'GraniteServiceVersion20100801.DescribeAlarms',
        input: { AlarmNames: alarms, StateValue: 'ALARM' },
      }),
    );
    const { MetricAlarms = [] } = jsonObject(answer.body) as { MetricAlarms?: { AlarmName: string }[] };
    return MetricAlarms.map(({ AlarmName }) => AlarmName);
  }

  #lambda(request: Omit<Request, 'headers'>): Promise<Answer> {
    return this.context.send({ ...request, headers: inTheNameOf(this.call, 'lambda') });
  }
}

function aliasPath({ functionName, aliasName }: AppSpec): string {
  return functionPath(functionName, `aliases/${encodeURIComponent(aliasName)}`);
}
