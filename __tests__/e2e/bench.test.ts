import { resolve } from 'node:path';
import { run } from './support/terraform';

test('the quick benchmark prints its tables and ends well', async () => {
  const root = resolve(__dirname, '../..');

  const { exitCode, output } = await run('node', ['--expose-gc', 'dist/bench/main.js', '--quick'], root, {});

  expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
  const synth = ['cdktf synth', 'node alone', '1 codeless', '1 handwritten', '10 codeless', '10 handwritten'];
  const deploy = ['deploy, nothing changed', 'deploy, code changed', 'deploy, 2 MB changed', '--help'];
  for (const row of [...synth, ...deploy, 'git push to the end of its pipeline']) {
    expect(output).toMatch(new RegExp(`^${row} +\\d`, 'm'));
  }
});
