import { startLocalAws, type FaultKind, type FaultMoment, type LocalAws } from '../../local-aws';
import { endState, type EndState } from './support/codeless-end-state';
import { CodelessFunction, succeeded } from './support/codeless-function';
import { newCaller } from './support/codeless-program';
import { ImageStage } from './support/image-function';
import { SCENARIOS, Stage, type Scenario } from './support/codeless-scenarios';
import { differences } from './support/differences';

const FAULTS: readonly (readonly [FaultMoment, FaultKind])[] = [
  ['before', 'throttle'],
  ['before', 'conflict'],
  ['before', 'error500'],
  ['before', 'drop'],
  ['after', 'error500'],
  ['after', 'drop'],
];

let aws: LocalAws;
let stage: Stage;

beforeAll(async () => {
  aws = await startLocalAws({ settling: 0 });
  await CodelessFunction.shared(aws);
  stage = new Stage(aws, 'faults');
});

afterAll(() => aws.stop());

/** Makes every other attempt at each call of a run go wrong; the calls that did. */
function disturb(
  caller: string,
  moment: FaultMoment,
  fault: FaultKind,
): { attempts: Map<string, number>; cancel: () => void } {
  const attempts = new Map<string, number>();
  const order = aws.faults.order({
    caller,
    moment,
    times: 'always',
    fault({ action, resource = '', write }) {
      // No service of AWS's has a conflict between reads.
      if (fault === 'conflict' && !write) return undefined;
      const call = `${action} ${resource}`;
      const attempt = (attempts.get(call) ?? 0) + 1;
      attempts.set(call, attempt);
      // Every other one: a call that is made again is a call of its own.
      return attempt % 2 === 1 ? fault : undefined;
    },
  });
  return {
    attempts,
    cancel: () => {
      order.cancel();
    },
  };
}

async function undisturbed(scenario: Scenario): Promise<EndState> {
  const target = await stage.set(scenario);
  await succeeded(scenario.run(target));
  return endState(target);
}

describe.each(SCENARIOS)('$name', (scenario) => {
  let end: EndState;

  beforeAll(async () => {
    end = await undisturbed(scenario);
  });

  test.each(FAULTS)('succeeds though each call goes wrong once %s it took effect: %s', async (moment, fault) => {
    const target = await stage.set(scenario);
    const caller = newCaller();
    const { attempts, cancel } = disturb(caller, moment, fault);
    await succeeded(scenario.run(target, caller));
    cancel();
    expect(attempts.size).toBeGreaterThan(1);
    expect(differences(await endState(target), end)).toEqual([]);
  });
});

describe('the next image', () => {
  let images: ImageStage;
  let end: EndState;

  beforeAll(async () => {
    images = await ImageStage.create(aws, 'faults-image');
    const target = await images.released();
    await succeeded(images.ship(target, images.two, 'v2'));
    end = await endState(target);
  });

  test.each([
    ['before', 'throttle'],
    ['after', 'error500'],
    ['after', 'drop'],
  ] as const)('succeeds though each call goes wrong once %s it took effect: %s', async (moment, fault) => {
    const target = await images.released();
    const caller = newCaller();
    const { attempts, cancel } = disturb(caller, moment, fault);
    await succeeded(images.ship(target, images.two, 'v2', caller));
    cancel();
    expect([...attempts.keys()]).toContain('BatchGetImage faults-image');
    expect(differences(await endState(target), end)).toEqual([]);
  });
});
