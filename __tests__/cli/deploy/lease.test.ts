import { LambdaApi } from '../../../cli/aws/lambda';
import { cleanupOf } from '../../../cli/deploy/cleanup';
import { Lease } from '../../../cli/deploy/lease';
import { parseLease } from '../../../cli/deploy/lease-text';
import { FakeClock, settle } from './support/fake-clock';
import { FakeLambda, FUNCTION } from './support/fake-lambda';
import { Calls, never } from './support/faults';
import { CTRL_C } from './support/world';

const LEASE_SECONDS = 60;

let calls: Calls;
let clock: FakeClock;
let lambda: FakeLambda;
let stop: AbortController;
let notes: string[];
let isAlive: boolean;
let lastSign: number;

beforeEach(() => {
  calls = new Calls();
  clock = new FakeClock();
  lambda = new FakeLambda(calls, () => '', 'placeholder');
  stop = new AbortController();
  notes = [];
  isAlive = false;
  lastSign = clock.now();
});

function acquire(seen = lambda.alias): Promise<[lease: Lease, asSeen: boolean]> {
  return Lease.acquire(
    {
      lambda: new LambdaApi(lambda.client, FUNCTION, stop.signal),
      cleanup: cleanupOf(lambda.client, FUNCTION, clock),
      silence: () => clock.now() - lastSign,
      ...{ aliasName: 'latest', work: 'deploying v1', holder: 'me', leaseSeconds: LEASE_SECONDS, waitSeconds: 600 },
      onProgress: (event) => event.kind === 'note' && notes.push(event.text),
      signal: stop.signal,
      clock,
      holderIsAlive: () => Promise.resolve(isAlive),
    },
    seen,
  );
}

const occupy = (beat = 0): void => {
  lambda.move({ Description: `codeless is deploying v0 for ann@laptop [lease 0123456789abcdef ${beat}]` });
};

describe('a lease', () => {
  test('is a mark in the description of the alias, which stays where it is', async () => {
    const [, asSeen] = await acquire();
    expect(asSeen).toBe(true);
    expect(parseLease(lambda.alias.Description)).toMatchObject({ work: 'deploying v1', holder: 'me' });
    expect(lambda.alias.FunctionVersion).toBe('1');
  });

  test('is renewed three times in the time after which others would take over, until it is given back', async () => {
    const [lease] = await acquire();
    calls.forget();
    await clock.advance(LEASE_SECONDS * 1000);
    expect(calls.made).toEqual(['UpdateAlias', 'UpdateAlias', 'UpdateAlias']);
    expect(lambda.alias.Description).toMatch(/ 3\]$/);
    await lease.release('v0');
    await clock.advance(LEASE_SECONDS * 1000);
    expect(calls.made).toHaveLength(4);
    expect(lambda.alias.Description).toBe('v0');
  });

  test('is given back by the write that moves the alias, and once', async () => {
    const [lease] = await acquire();
    lambda.alias.RoutingConfig = { AdditionalVersionWeights: { 1: 0.1 } };
    await lease.moveTo('2', 'v1');
    await lease.release('other');
    expect(lambda.alias).toMatchObject({
      ...{ FunctionVersion: '2', Description: 'v1', RoutingConfig: { AdditionalVersionWeights: {} } },
    });
  });

  test('is kept while something else writes the alias without taking it', async () => {
    const [lease] = await acquire();
    lambda.move({ RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } } });
    await clock.advance(LEASE_SECONDS * 1000);
    await lease.check();
    await lease.release('v1');
    expect(lambda.alias.Description).toBe('v1');
  });

  test('is kept over a renewal that fails', async () => {
    const [lease] = await acquire();
    calls.at('before', 'UpdateAlias', () => {
      throw new Error('no network');
    });
    await clock.advance((LEASE_SECONDS * 1000 * 2) / 3);
    await lease.check();
    expect(lambda.alias.Description).toMatch(/ 2\]$/);
  });

  test('that another took is lost: the next check fails, and nothing is written any more', async () => {
    const [lease] = await acquire();
    occupy();
    await clock.advance(LEASE_SECONDS * 1000);
    await expect(lease.check()).rejects.toMatchObject({ exit: 'busy', code: 'LeaseLost' });
    await expect(lease.moveTo('2', 'v1')).rejects.toMatchObject({ code: 'LeaseLost' });
    await lease.abandon('v1');
    expect(parseLease(lambda.alias.Description)?.holder).toBe('ann@laptop');
    expect(lambda.alias.FunctionVersion).toBe('1');
  });

  test('that another took is found lost by the write that would move the alias', async () => {
    const [lease] = await acquire();
    occupy();
    await expect(lease.moveTo('2', 'v1')).rejects.toMatchObject({ code: 'LeaseLost' });
    expect(lambda.alias.FunctionVersion).toBe('1');
  });

  test('is given back with what the alias said before', async () => {
    lambda.alias.Description = 'v0';
    const [lease] = await acquire();
    await lease.abandon('other');
    expect(lambda.alias.Description).toBe('v0');
  });

  test('does not throw where it cannot be given back after the work went wrong', async () => {
    const [lease] = await acquire();
    calls.at('before', 'UpdateAlias', () => {
      throw new Error('no network');
    });
    await lease.abandon('v0');
  });

  test('is taken by a call that Ctrl-C does not break off, so that it can be given back', async () => {
    calls.at('before', 'UpdateAlias', () => {
      stop.abort(CTRL_C);
    });
    const [lease] = await acquire();
    await expect(lease.check()).rejects.toBe(CTRL_C);
    await lease.abandon('');
    expect(lambda.alias.Description).toBe('');
  });

  test('is not taken after Ctrl-C', async () => {
    stop.abort(CTRL_C);
    await expect(acquire()).rejects.toBe(CTRL_C);
    expect(calls.made).toEqual([]);
  });
});

describe('the lease of a run that shows no sign of life', () => {
  const MINUTE = 60_000;

  test('is renewed for 17 minutes, longer than any call is waited for, and no longer', async () => {
    await acquire();
    calls.forget();
    await clock.advance(17 * MINUTE - 1);
    const renewals = calls.made.length;
    expect(renewals).toBe(50);
    await clock.advance(60 * MINUTE);
    expect(calls.made).toHaveLength(renewals);
  });

  test('is renewed again once there is one, where nobody took it over', async () => {
    const [lease] = await acquire();
    await clock.advance(30 * MINUTE);
    lastSign = clock.now();
    calls.forget();
    await lease.check();
    expect(calls.made).toEqual(['UpdateAlias']);
    await clock.advance(MINUTE);
    expect(calls.made).toHaveLength(4);
    await lease.moveTo('2', 'v1');
    expect(lambda.alias).toMatchObject({ FunctionVersion: '2', Description: 'v1' });
  });

  test('is lost where another took it over: the next check asks Lambda, and fails', async () => {
    const [lease] = await acquire();
    await clock.advance(30 * MINUTE);
    occupy();
    lastSign = clock.now();
    await expect(lease.check()).rejects.toMatchObject({ exit: 'busy', code: 'LeaseLost' });
    await lease.abandon('v1');
    expect(parseLease(lambda.alias.Description)?.holder).toBe('ann@laptop');
  });

  test('does not pass for held where Lambda cannot be asked', async () => {
    const [lease] = await acquire();
    await clock.advance(30 * MINUTE);
    calls.at('before', 'UpdateAlias', () => {
      throw new Error('no network');
    });
    await expect(lease.check()).rejects.toThrow('no network');
  });
});

describe('a call for the lease that is not answered', () => {
  const hung = { exit: 'failed', code: 'NotAnswered' };

  test.each([
    ['that takes it', undefined],
    ['that gives it back', (lease: Lease) => lease.release('v1')],
  ])('%s ends after two minutes, though nothing else breaks it off', async (_, work) => {
    const lease = work && (await acquire())[0];
    calls.at('before', 'UpdateAlias', never);
    const ended = expect(lease === undefined ? acquire() : work?.(lease)).rejects.toMatchObject(hung);
    await settle();
    await clock.advance(120_000);
    await ended;
  });

  test('that renews it does not keep the next from renewing it', async () => {
    await acquire();
    calls.at('before', 'UpdateAlias', never);
    await clock.advance(LEASE_SECONDS * 3000);
    expect(lambda.alias.Description).toMatch(/ \d\]$/);
    expect(parseLease(lambda.alias.Description)?.holder).toBe('me');
    expect(lambda.alias.Description).not.toMatch(/ 0\]$/);
  });
});

describe('what was seen before', () => {
  test('holds though the answer to the lease was lost', async () => {
    calls.at('lost', 'UpdateAlias');
    const [, asSeen] = await acquire();
    expect(asSeen).toBe(true);
  });

  test('holds no more where the alias was written in between', async () => {
    const seen = lambda.alias;
    lambda.move({ FunctionVersion: '2' });
    const [lease, asSeen] = await acquire(seen);
    expect(asSeen).toBe(false);
    expect(lease.found.FunctionVersion).toBe('2');
  });

  test('holds no more where it was written in between and the answer was lost besides', async () => {
    const seen = lambda.alias;
    lambda.move({ FunctionVersion: '2' });
    calls.at('before', 'UpdateAlias', () => {
      calls.at('lost', 'UpdateAlias');
    });
    const [, asSeen] = await acquire(seen);
    expect(asSeen).toBe(false);
  });

  test('holds no more where another was waited for', async () => {
    occupy();
    calls.at('before', 'GetAlias', () => {
      lambda.move({ Description: 'v0' });
    });
    const [lease, asSeen] = await acquire();
    expect(asSeen).toBe(false);
    expect(lease.found.Description).toBe('v0');
    expect(notes).toEqual(['waiting: ann@laptop is deploying v0']);
  });
});

describe("another's lease", () => {
  test('is taken over after it was silent for so long by the clock of who waits', async () => {
    occupy();
    const begun = clock.now();
    await acquire();
    expect((clock.now() - begun) / 1000).toBe(LEASE_SECONDS);
    expect(notes[1]).toBe('ann@laptop gave no sign of life for 60 s: taking over');
  });

  test('is not taken while it is renewed', async () => {
    occupy();
    const beats = 5;
    const renew = (beat: number): void => {
      clock.later((LEASE_SECONDS - 1) * 1000, () => {
        occupy(beat);
        if (beat < beats) renew(beat + 1);
      });
    };
    renew(1);
    const begun = clock.now();
    await acquire();
    const seconds = (clock.now() - begun) / 1000;
    expect(seconds).toBeGreaterThanOrEqual(beats * (LEASE_SECONDS - 1) + LEASE_SECONDS);
    expect(seconds).toBeLessThan(beats * (LEASE_SECONDS - 1) + LEASE_SECONDS + 1);
  });

  test('is not taken while something else shows that its holder is at work', async () => {
    occupy();
    isAlive = true;
    clock.later(150_000, () => (isAlive = false));
    const begun = clock.now();
    await acquire();
    expect((clock.now() - begun) / 1000).toBe(3 * LEASE_SECONDS);
  });

  test('is waited for no longer than asked, and that fails with who has it by then', async () => {
    occupy();
    isAlive = true;
    clock.later(300_000, () => {
      lambda.move({ Description: 'codeless is pruning for bob@desk [lease fedcba9876543210 0]' });
    });
    const begun = clock.now();
    await expect(acquire()).rejects.toMatchObject({
      ...{ exit: 'busy', code: 'Busy', message: 'demo-api is being changed: bob@desk is pruning' },
    });
    expect((clock.now() - begun) / 1000).toBe(600);
  });
});
