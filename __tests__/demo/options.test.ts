import { parseOptions, USAGE, UsageError } from '../../demo/options';

test('everything is off unless asked for', () => {
  expect(parseOptions([])).toMatchObject({ keep: false, strict: false, verbose: false, help: false });
});

test.each(['keep', 'strict', 'verbose', 'help'])('--%s turns it on', (name) => {
  expect(parseOptions([`--${name}`])).toMatchObject({ [name]: true });
});

test.each(['--kepe', '-x', 'demo', '--keep=yes'])('fails in one sentence that names %s', (wrong) => {
  const parse = (): unknown => parseOptions(['--strict', '-h', wrong]);
  expect(parse).toThrow(UsageError);
  expect(parse).toThrow(`npm start does not know '${wrong}': npm start -- --help lists what it does know.`);
});

test('the usage names every flag and every exit code', () => {
  for (const word of ['--keep', '--strict', '--verbose', '--help', '0 ', '1 ', '2 ', '130 ']) {
    expect(USAGE).toContain(`\n  ${word}`);
  }
});
