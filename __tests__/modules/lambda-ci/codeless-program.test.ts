import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { ArtifactStore } from '../../../modules';
import { CodelessProgram } from '../../../modules/lambda-ci/codeless-program';
import { packageRoot } from '../../../modules/shared/package-root';
import { validationErrorOf } from '../../helpers/errors';
import { synthesize, testApp, testStack } from '../../helpers/synth';
import { PROGRAM, programFile } from './build-room';

jest.mock('../../../modules/shared/package-root', () => ({ packageRoot: jest.fn() }));
const root = jest.mocked(packageRoot);

function testProgram(file: string | undefined, stack = testStack(), id = 'program'): CodelessProgram {
  const artifacts =
    (stack.node.tryFindChild('store') as ArtifactStore | undefined) ?? new ArtifactStore(stack, 'store');
  return new CodelessProgram(stack, id, { artifacts, file, tags: { team: '${a}' } });
}

test('the program is an object whose key names its digest, made before an older one goes', () => {
  const stack = testStack();
  const program = testProgram(programFile(), stack);
  expect(program.sha256).toBe(PROGRAM.sha256);
  expect(program.key).toMatch(new RegExp(`^codeless/${PROGRAM.sha256}/[0-9a-f]{8}/codeless\\.js$`));
  const object = synthesize(stack).only('aws_s3_object');
  expect(object).toEqual({
    bucket: '${aws_s3_bucket.store_16A42F5D.id}',
    key: program.key,
    source: expect.stringMatching(/^\$\{path\.module\}\/assets\/.*\/codeless\.js$/) as string,
    tags: { team: '$${a}' },
    lifecycle: { create_before_destroy: true },
    depends_on: ['aws_s3_bucket_versioning.store_Versioning_ED51D1AF'],
  });
});

test('the file lies in the output, where the stack looks for it, and no path of this machine is in the stack', () => {
  const stack = testStack();
  testProgram(programFile(), stack);
  const synthesized = synthesize(stack);
  const source = synthesized.only('aws_s3_object').source as string;
  const folder = join(App.of(stack).outdir, 'stacks', stack.node.id);
  expect(readFileSync(source.replace('${path.module}', folder), 'utf8')).toBe(PROGRAM.text);
  expect(synthesized.text).not.toContain(App.of(stack).outdir);
});

test('the same program has the same key and path wherever it is synthesized', () => {
  const objects = [1, 2].map(() => {
    const stack = testStack();
    testProgram(programFile(), stack);
    return synthesize(stack).only('aws_s3_object');
  });
  expect(objects[0]).toEqual(objects[1]);
});

test('another program has another key', () => {
  const [one, two] = ['one', 'two'].map((text) => testProgram(programFile(text)).key);
  expect(one).not.toBe(two);
});

test('two pipelines with one bucket have an object each', () => {
  const stack = testStack();
  const file = programFile();
  const [one, two] = ['qa', 'production'].map((id) => testProgram(file, stack, id).key);
  expect(one).not.toBe(two);
});

test('a bucket of another stack is not waited for by the name of its parts', () => {
  const app = testApp();
  const artifacts = new ArtifactStore(testStack(app, 'storage'), 'store');
  const stack = testStack(app, 'pipeline');
  new CodelessProgram(stack, 'program', { artifacts, file: programFile() });
  expect(synthesize(stack).only('aws_s3_object')).not.toHaveProperty('depends_on');
});

test('by default the program is the one of the package', () => {
  const packaged = join(programFile(), '..', 'dist', 'cli');
  mkdirSync(packaged, { recursive: true });
  writeFileSync(join(packaged, 'codeless.js'), PROGRAM.text);
  root.mockReturnValue(join(packaged, '..', '..'));
  expect(testProgram(undefined).sha256).toBe(PROGRAM.sha256);
});

test('fails with what to do where the package is not built', () => {
  root.mockReturnValue(join(programFile(), '..'));
  expect(validationErrorOf(() => testProgram(undefined)).message).toBe(
    `the program codeless must be built, found none; run 'npm run build' [ProgramNotBuilt] (at stack/program)`,
  );
});

test('fails for a file that is missing, and for a directory', () => {
  const missing = join(programFile(), '../missing.js');
  expect(validationErrorOf(() => testProgram(missing)).message).toBe(
    `'file' must be the program's file, got '${missing}', which is none [NoProgramFile] (at stack/program)`,
  );
  expect(validationErrorOf(() => testProgram(join(programFile(), '..'))).code).toBe('NoProgramFile');
});

test('fails for tags that AWS refuses', () => {
  const stack = new TerraformStack(testApp(), 'stack');
  const artifacts = new ArtifactStore(stack, 'store');
  const props = { artifacts, file: programFile(), tags: { 'aws:a': 'b' } };
  expect(validationErrorOf(() => new CodelessProgram(stack, 'program', props)).code).toBe('InvalidTags');
});
