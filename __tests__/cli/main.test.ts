import { runProgram } from '../../cli/program';

jest.mock('../../cli/program', () => ({ runProgram: jest.fn() }));

const run = jest.mocked(runProgram);

afterEach(() => {
  process.exitCode = undefined;
});

function load(): void {
  jest.isolateModules(() => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the program starts when it is loaded
    require('../../cli/main');
  });
}

test('a run that is never settled does not end as one that is done', () => {
  run.mockReturnValue(new Promise(() => undefined));
  load();
  expect(process.exitCode).toBe(1);
});

test.each([
  ['ok', 0],
  ['busy', 4],
] as const)('a run that is %s ends with %i', async (exit, code) => {
  run.mockResolvedValue(exit);
  load();
  await new Promise(setImmediate);
  expect(process.exitCode).toBe(code);
});
