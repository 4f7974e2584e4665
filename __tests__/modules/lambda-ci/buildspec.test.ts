import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { BuildspecOptions } from '../../../modules/lambda-ci/buildspec';
import { buildspecText } from '../../../modules/lambda-ci/buildspec';
import { escapeTemplate } from '../../../modules/shared/template';
import { synthesizeBuild, testBuild } from './build-room';
import { commandsOf, readBuildspec } from './buildspec-schema';

const TEMPLATE = readFileSync(join(__dirname, '../../../templates/buildspec.yml'), 'utf8');
const SMALLEST: BuildspecOptions = { runtimeVersions: {}, difference: false, clone: false, cache: false };

test('the template is a build specification as it stands', () => {
  const { env, phases, ...rest } = readBuildspec(TEMPLATE);
  expect(env).toEqual({ shell: 'bash', 'exported-variables': ['CODELESS_DIFFERENCE'] });
  expect(Object.keys(phases)).toEqual(['install', 'build']);
  expect(rest).toEqual({ version: 0.2 });
});

test('fails for what the reference does not know', () => {
  for (const wrong of ['version: 0.1', 'version: 0.2\nphases: {}', 'version: 0.2\nphases: {test: {commands: [a]}}']) {
    expect(() => readBuildspec(wrong)).toThrow();
  }
  expect(() => readBuildspec(TEMPLATE.replace('env:', 'environment:'))).toThrow('environment');
  expect(() => readBuildspec(TEMPLATE.replace('    # @runtime-versions', '    runtime-versions: {cobol: 1}'))).toThrow(
    'cobol',
  );
});

test('without options the template is taken as it is, and no mark is left', () => {
  const text = buildspecText(SMALLEST);
  expect(text).toBe(TEMPLATE.replace(/^ *# @.*\n/gm, ''));
  expect(TEMPLATE.match(/# @/g)).toHaveLength(7);
  expect(text).not.toContain('# @');
});

test('versions, reports and the cache are written where CodeBuild looks for them', () => {
  const text = buildspecText({
    ...SMALLEST,
    runtimeVersions: { nodejs: '22', python: '3.10' },
    reports: {
      unit: { files: ['**/*.xml', 'it\'s "quoted"'], baseDirectory: 'out: #1' },
      coverage: { files: ['c.xml'], fileFormat: 'CLOVERXML' },
    },
    cache: true,
  });
  const { phases, reports, cache } = readBuildspec(text);
  expect(phases.install?.['runtime-versions']).toEqual({ nodejs: '22', python: '3.10' });
  expect(reports).toEqual({
    unit: { files: ['**/*.xml', 'it\'s "quoted"'], 'file-format': 'JUNITXML', 'base-directory': 'out: #1' },
    coverage: { files: ['c.xml'], 'file-format': 'CLOVERXML' },
  });
  expect(cache?.paths).toEqual([
    '/root/.cache/**/*',
    '/root/.npm/**/*',
    '/root/.local/share/pnpm/store/**/*',
    '/root/.m2/**/*',
    '/root/.gradle/caches/**/*',
  ]);
});

test('commands of a build of a clone have the connection’s credentials', () => {
  const helperOf = (connectionArn?: string): unknown =>
    readBuildspec(testBuild({ connectionArn }).buildspec).env?.['git-credential-helper'];
  expect(helperOf('arn:aws:codeconnections:eu-west-1:111122223333:connection/a')).toBe('yes');
  expect(helperOf()).toBeUndefined();
});

test('commands stand in their phases, each in the source path, and what follows the deploy in its phase', () => {
  const own = commandsOf(readBuildspec(buildspecText(SMALLEST)));
  const commands = { install: ['i 1', 'i 2'], preBuild: ['pre'], postBuild: ['post'] };
  const all = commandsOf(readBuildspec(buildspecText({ ...SMALLEST, commands, testCommands: ['test'] })));
  const inSource = (command: string): string => `cd "$LAMBDA_CI_SOURCE"\n${command}`;
  const strictly = (command: string): string => `cd "$LAMBDA_CI_SOURCE" && bash -e -o pipefail -c '${command}'`;
  expect(all.map((phase, index) => phase.slice(own[index]?.length))).toEqual([
    [inSource('i 1'), inSource('i 2')],
    [inSource('pre'), strictly('test')],
    [strictly('post')],
    [],
  ]);
});

test('any command arrives in the shell as it was written', () => {
  const line = fc.stringMatching(/^[\x20-\x7eäß…\t]{0,30}$/);
  const command = fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => `x${lines.join('\n')}`);
  fc.assert(
    fc.property(fc.array(command, { maxLength: 3 }), (preBuild) => {
      const spec = readBuildspec(buildspecText({ ...SMALLEST, commands: { preBuild } }));
      const arrived = (spec.phases.pre_build?.commands ?? []).map((text) =>
        text.replace('cd "$LAMBDA_CI_SOURCE"\n', ''),
      );
      // The last line break of a command says nothing.
      expect(arrived).toEqual(preBuild.map((text) => text.replace(/\n+$/, '')));
    }),
  );
});

test('the project gets the build specification with its dollars kept from Terraform', () => {
  const props = { testCommands: ['echo "${HOME}"'] };
  const { source } = synthesizeBuild(props).only('aws_codebuild_project');
  const { buildspec } = testBuild(props);
  expect(buildspec).toContain('"${HOME}"');
  expect(source).toEqual({ type: 'CODEPIPELINE', buildspec: escapeTemplate(buildspec) });
  readBuildspec(buildspec);
});

test.each([
  ['its path', 'ci/buildspec.yml', 'ci/buildspec.yml'],
  [
    'its text',
    'version: 0.2\nphases: {build: {commands: [echo "${A}"]}}',
    'version: 0.2\nphases: {build: {commands: [echo "$${A}"]}}',
  ],
])('a build specification of one’s own is taken by %s', (_, buildspec, written) => {
  expect(testBuild({ buildspec }).buildspec).toBe(buildspec);
  expect(synthesizeBuild({ buildspec }).only('aws_codebuild_project').source).toEqual({
    type: 'CODEPIPELINE',
    buildspec: written,
  });
});
