import { ServiceError } from '../service';

/** The share of traffic that the new version gets, and when. */
export interface TrafficStep {
  readonly percent: number;
  /** Minutes since the step before. */
  readonly afterMinutes: number;
}

const ALL_AT_ONCE = 'CodeDeployDefault.LambdaAllAtOnce';
const CANARY = /^CodeDeployDefault\.LambdaCanary10Percent(5|10|15|30)Minutes$/;
const LINEAR = /^CodeDeployDefault\.LambdaLinear10PercentEvery(?:(1)Minute|(2|3|10)Minutes)$/;

/**
 * The steps of CodeDeploy's own deployment configurations for Lambda.
 *
 * @throws ServiceError for every other name
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html#deployment-configurations-predefined-lambda
 */
export function trafficSteps(configuration: string): TrafficStep[] {
  if (configuration === ALL_AT_ONCE) return [{ percent: 100, afterMinutes: 0 }];
  const canary = CANARY.exec(configuration)?.[1];
  if (canary !== undefined) {
    return [
      { percent: 10, afterMinutes: 0 },
      { percent: 100, afterMinutes: Number(canary) },
    ];
  }
  const [, one, more = one] = LINEAR.exec(configuration) ?? [];
  if (more !== undefined) {
    const tenths = Array.from({ length: 10 }, (_, index) => index + 1);
    return tenths.map((tenth) => ({ percent: 10 * tenth, afterMinutes: tenth === 1 ? 0 : Number(more) }));
  }
  throw new ServiceError(
    'DeploymentConfigDoesNotExistException',
    `The local AWS has no configuration ${configuration}`,
  );
}
