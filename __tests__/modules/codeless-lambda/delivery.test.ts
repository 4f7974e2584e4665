import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArchiveProvider } from '@cdktf/provider-archive/lib/provider';
import { App, CloudBackend, LocalBackend, NamedCloudWorkspace, NamedRemoteWorkspace, RemoteBackend } from 'cdktf';
import type { TerraformStack } from 'cdktf';
import { CodelessLambda } from '../../../modules';
import { validationErrorOf } from '../../helpers/errors';
import { SMALLEST, testLambda } from '../../helpers/lambda';
import type { SynthesizedStack } from '../../helpers/synth';
import { synthesize, testStack } from '../../helpers/synth';

const REMOTE: [string, (stack: TerraformStack) => unknown][] = [
  [
    'CloudBackend',
    (stack) => new CloudBackend(stack, { organization: 'shop', workspaces: new NamedCloudWorkspace('demo') }),
  ],
  [
    'RemoteBackend',
    (stack) => new RemoteBackend(stack, { organization: 'shop', workspaces: new NamedRemoteWorkspace('demo') }),
  ],
];

/** The file that the function is created with, as Terraform would find it from the stack's directory. */
function shippedZip(stack: TerraformStack, synthesized: SynthesizedStack): Buffer {
  const filename = String(synthesized.only('aws_lambda_function').filename);
  expect(filename).toMatch(/^\$\{path\.module\}\/assets\/[\w/.-]+\.zip$/);
  return readFileSync(join(App.of(stack).outdir, 'stacks', stack.node.id, filename.replace('${path.module}/', '')));
}

test.each([
  ['the handler', { handler: 'other.handler' }],
  ['the runtime', { runtime: 'nodejs22.x', handler: 'index.handler' }],
  ['the delivery', { placeholder: 'prebuilt' as const }],
])('the zip stays where it was when %s changes, since Terraform remembers only its path', (_, change) => {
  const paths = [{}, change].map((props) => {
    const stack = testStack();
    const { placeholder } = testLambda(props, stack);
    const { archive_file: archives = {} } = synthesize(stack).section('data') as Record<string, Record<string, object>>;
    const [archive] = Object.values(archives) as { output_path: string }[];
    return archive?.output_path ?? placeholder?.filename;
  });
  expect(paths[1]).toBe(paths[0]);
});

test('an archive is written beside the stack, under a name of its own', () => {
  const stack = testStack();
  testLambda({}, stack);
  const { archive_file: archives } = synthesize(stack).section('data') as Record<string, Record<string, object>>;
  expect(Object.values(archives ?? {})).toEqual([
    expect.objectContaining({
      type: 'zip',
      output_path: '${path.module}/assets/api_Placeholder_Asset_26F44B01/placeholder/placeholder.zip',
      source: [
        expect.objectContaining({ filename: 'app/__init__.py' }),
        expect.objectContaining({ filename: 'app/main.py' }),
      ],
    }),
  ]);
});

test('a runtime whose file must be executable asks for the prebuilt zip, which keeps its mode', () => {
  const stack = testStack();
  testLambda({ runtime: 'provided.al2023', handler: undefined }, stack);
  const zip = shippedZip(stack, synthesize(stack));
  expect(zip.includes('bootstrap')).toBe(true);
});

test('fails for an archive of a runtime whose file must be executable', () => {
  const error = validationErrorOf(() =>
    testLambda({ runtime: 'provided.al2023', handler: undefined, placeholder: 'archive' }),
  );
  expect(error.message).toBe(
    "'placeholder' must be 'prebuilt' for the runtime provided.al2023, got 'archive': its bootstrap must be executable, " +
      'and archive_file keeps no modes [ArchiveLosesMode] (at stack/api/Placeholder)',
  );
});

test('an archive holds no text that Terraform would read as a template', () => {
  const stack = testStack();
  testLambda({ runtime: 'nodejs22.x', handler: 'index.handler' }, stack);
  const text = JSON.stringify(synthesize(stack).section('data'));
  expect(text).toContain('"filename":"index.js"');
  expect(text.replaceAll('${path.module}', '')).not.toMatch(/(?<!\$)\$\{/);
});

test('an archive takes the stack’s own archive provider', () => {
  const stack = testStack();
  new ArchiveProvider(stack, 'zip');
  testLambda({}, stack);
  expect(synthesize(stack).section('provider')).toMatchObject({ archive: [{}] });
});

test('a prebuilt zip lies among the synthesized files, and its digest is in the contract', () => {
  const stack = testStack();
  testLambda({ placeholder: 'prebuilt' }, stack);
  const synthesized = synthesize(stack);
  const zip = shippedZip(stack, synthesized);
  expect(zip.subarray(0, 2).toString()).toBe('PK');
  expect(synthesized.local('Document').value.placeholderSha256).toBe(createHash('sha256').update(zip).digest('base64'));
  expect(synthesized.section('data')).toEqual({});
  expect(Object.keys(synthesized.section('provider'))).toEqual(['aws']);
});

test('a prebuilt zip has the same bytes in every app', () => {
  const zips = [testStack(), testStack(undefined, 'other')].map((stack) => {
    testLambda({ placeholder: 'prebuilt' }, stack);
    return shippedZip(stack, synthesize(stack));
  });
  expect(zips[0]?.equals(zips[1] ?? Buffer.alloc(0))).toBe(true);
});

test('two functions of one stack ship their zips side by side', () => {
  const stack = testStack();
  for (const id of ['api', 'worker']) {
    new CodelessLambda(stack, id, { ...SMALLEST, placeholder: 'prebuilt' });
  }
  const files = synthesize(stack)
    .all('aws_lambda_function')
    .map((lambda) => String(lambda.filename).replace('${path.module}', join(App.of(stack).outdir, 'stacks', 'stack')));
  expect(new Set(files).size).toBe(2);
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});

test.each(REMOTE)('a %s made before the function asks for the prebuilt zip', (_, backend) => {
  const stack = testStack();
  backend(stack);
  testLambda({}, stack);
  expect(shippedZip(stack, synthesize(stack)).length).toBeGreaterThan(0);
});

test('a backend of another kind asks for nothing', () => {
  const stack = testStack();
  new LocalBackend(stack, { path: 'terraform.tfstate' });
  testLambda({}, stack);
  expect(synthesize(stack).addresses).toContain('data.archive_file.api_Placeholder_Archive_C45E6BE3');
});

test.each(REMOTE)('fails for a %s made after a function with an archive', (_, backend) => {
  const stack = testStack();
  testLambda({}, stack);
  backend(stack);
  expect(() => synthesize(stack)).toThrow(
    "'placeholder' must be 'prebuilt' in a stack with a CloudBackend or RemoteBackend, got 'archive': the archive would " +
      'be written where Terraform plans, and is missing where it applies; set it, or make the backend before the function ' +
      '[ArchivePlannedRemotely] (at stack/api/Placeholder)',
  );
});

test.each(REMOTE)('fails for a %s with an archive that was asked for', (_, backend) => {
  const stack = testStack();
  backend(stack);
  testLambda({ placeholder: 'archive' }, stack);
  expect(() => synthesize(stack)).toThrow('[ArchivePlannedRemotely] (at stack/api/Placeholder)');
});

test.each(REMOTE)('a %s made after a function with a prebuilt zip is fine', (_, backend) => {
  const stack = testStack();
  testLambda({ placeholder: 'prebuilt' }, stack);
  backend(stack);
  expect(shippedZip(stack, synthesize(stack)).length).toBeGreaterThan(0);
});
