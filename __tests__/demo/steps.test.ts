import { Printer } from '../../demo/printer';
import { MissingError, StepError } from '../../demo/step-error';
import { Steps, TourFailed } from '../../demo/steps';
import { MemoryScreen } from './support/memory-screen';

function start(screen = new MemoryScreen(), stop = new AbortController()) {
  return { screen, stop, steps: new Steps(new Printer(screen), stop.signal) };
}

/** Times differ from run to run. */
const lines = (screen: MemoryScreen): string[] =>
  screen.text
    .replaceAll(/\d+\.\d s/g, 'T')
    .trimEnd()
    .split('\n');

test('steps are numbered, marked and timed, with their details below', async () => {
  const { screen, steps } = start();
  await steps.run('One', (report) => {
    report.detail('a\nb');
  });
  await expect(steps.run('Two', () => 'result')).resolves.toBe('result');
  expect(lines(screen)).toEqual(['✓  1  One  T', '      a', '      b', '✓  2  Two  T']);
  expect(steps.leftOut).toEqual([]);
});

test('a step that the machine lacks something for is left out, and so is what needs it', async () => {
  const { screen, steps } = start();
  const work = (): never => {
    throw new MissingError('No such thing: get it there.');
  };
  await expect(steps.runIfPossible('One', work)).resolves.toBeUndefined();
  steps.leaveOut('Two', 'the thing');
  expect(lines(screen)).toEqual([
    '–  1  One  T',
    '      No such thing: get it there.',
    '–  2  Two  left out: needs the thing',
  ]);
  expect(steps.leftOut).toEqual([1, 2]);
});

test('a step that finds a part of what it looks for shows both and counts as left out', async () => {
  const { screen, steps } = start();
  await steps.run('Look', (report) => {
    report.detail('this');
    report.missing('Not that.');
  });
  expect(lines(screen)).toEqual(['–  1  Look  T', '      this', '      Not that.']);
  expect(steps.leftOut).toEqual([1]);
});

test('fails with the sentence and the last lines of the output', async () => {
  const { screen, steps } = start();
  const output = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`);
  const failing = steps.run('One', () => {
    throw new StepError('It ended with exit code 1.', output);
  });
  await expect(failing).rejects.toThrow(TourFailed);
  expect(lines(screen).slice(0, 3)).toEqual(['✗  1  One  T', '      It ended with exit code 1.', '      │ line 11']);
  expect(lines(screen).slice(-2)).toEqual([
    '      │ line 30',
    '      npm start -- --verbose shows all that the programs say.',
  ]);
});

test('fails as stopped and prints no step when the caller stopped it', async () => {
  const { screen, stop, steps } = start();
  const stopped = steps.run('One', () => {
    stop.abort();
    throw new StepError('killed');
  });
  await expect(stopped).rejects.toThrow('aborted');
  expect(screen.text).toBe('');
});

test('a terminal shows what happens right now, cut to its width, and overwrites it', async () => {
  const { screen, steps } = start(new MemoryScreen(true, 26));
  await steps.run('A long title', (report) => {
    report.progress('working on it');
  });
  expect(screen.raw).toContain('\r\u001b[K');
  expect(screen.text).toContain('   1  A long title: work');
  expect(screen.text).not.toContain('working on it');
});

test('what is no terminal gets no progress', async () => {
  const { screen, steps } = start();
  await steps.run('One', (report) => {
    report.progress('working');
  });
  expect(screen.text).not.toContain('working');
});
