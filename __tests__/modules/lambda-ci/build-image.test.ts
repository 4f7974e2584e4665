import type { CodelessLambdaProps } from '../../../modules';
import type { LambdaBuildProps } from '../../../modules/lambda-ci/lambda-build-props';
import { validationErrorOf } from '../../helpers/errors';
import { SMALLEST_IMAGE } from '../../helpers/lambda';
import type { Attributes } from '../../helpers/synth';
import { readBuildspec } from './buildspec-schema';
import { synthesizeBuild, testBuild } from './build-room';

const PROVIDED = { runtime: 'provided.al2023', handler: 'bootstrap' };

/** The environment of a project, without its variables. */
function environmentOf(props: Partial<LambdaBuildProps>, lambda: Partial<CodelessLambdaProps> = {}): Attributes {
  const { environment } = synthesizeBuild(props, { lambda }).only('aws_codebuild_project');
  const entries = Object.entries(environment as Attributes);
  return Object.fromEntries(entries.filter(([name]) => name !== 'environment_variable'));
}

function runtimeVersions(lambda: Partial<CodelessLambdaProps>, props: Partial<LambdaBuildProps> = {}): unknown {
  return readBuildspec(testBuild(props, { lambda }).buildspec).phases.install?.['runtime-versions'];
}

test.each([
  ['x86_64', 'BUILD_GENERAL1_SMALL', 'LINUX_CONTAINER', 'amazonlinux-x86_64-standard:5.0'],
  ['arm64', 'BUILD_GENERAL1_SMALL', 'ARM_CONTAINER', 'amazonlinux-aarch64-standard:3.0'],
  ['x86_64', 'BUILD_LAMBDA_1GB', 'LINUX_LAMBDA_CONTAINER', 'amazonlinux-x86_64-lambda-standard:nodejs22'],
  ['arm64', 'BUILD_LAMBDA_1GB', 'ARM_LAMBDA_CONTAINER', 'amazonlinux-aarch64-lambda-standard:nodejs22'],
] as const)('a function on %s is built on %s as %s in AWS’s %s', (architecture, computeType, type, image) => {
  expect(environmentOf({ computeType }, { architecture, runtime: 'nodejs22.x', handler: 'app.handler' })).toEqual({
    type,
    compute_type: computeType,
    image: `aws/codebuild/${image}`,
    image_pull_credentials_type: 'CODEBUILD',
    privileged_mode: false,
  });
});

test.each([
  ['nodejs20.x', 'nodejs20'],
  ['nodejs22.x', 'nodejs22'],
  ['nodejs24.x', 'nodejs24'],
])('on Lambda %s is built in the image of %s', (runtime, tag) => {
  const { image } = environmentOf({ computeType: 'BUILD_LAMBDA_1GB' }, { runtime, handler: 'app.handler' });
  expect(image).toBe(`aws/codebuild/amazonlinux-x86_64-lambda-standard:${tag}`);
});

test('on Lambda a function of an image is built with the program’s Node.js', () => {
  const { image } = environmentOf({ computeType: 'BUILD_LAMBDA_1GB' }, SMALLEST_IMAGE);
  expect(image).toBe('aws/codebuild/amazonlinux-x86_64-lambda-standard:nodejs22');
});

test.each([
  ['python3.13', 'app.handler'],
  ['java21', 'app.Handler'],
  ['ruby3.4', 'app.handler'],
  ['dotnet8', 'A::B::C'],
  ['provided.al2023', 'bootstrap'],
])('fails for builds of %s on Lambda, where no image of AWS has it and Node.js', (runtime, handler) => {
  const error = validationErrorOf(() =>
    testBuild({ computeType: 'BUILD_LAMBDA_1GB' }, { lambda: { runtime, handler } }),
  );
  expect(error.message).toBe(
    `'image' must be given for builds of ${runtime} on Lambda: AWS has no image with that language and Node.js; ` +
      `or take a 'computeType' of BUILD_GENERAL1_… [NoLambdaImage] (at stack/build)`,
  );
});

test('an image of one’s own is pulled by the project’s role', () => {
  const image = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/build:1';
  expect(environmentOf({ image })).toMatchObject({ image, image_pull_credentials_type: 'SERVICE_ROLE' });
  expect(environmentOf({ image, computeType: 'BUILD_LAMBDA_1GB' })).toMatchObject({ image });
});

test('an image of AWS’s is pulled by CodeBuild', () => {
  const image = 'aws/codebuild/standard:7.0';
  expect(environmentOf({ image })).toMatchObject({ image, image_pull_credentials_type: 'CODEBUILD' });
});

test.each([
  ['python3.9', 'a.b', { nodejs: '22', python: '3.9' }],
  ['python3.14', 'a.b', { nodejs: '22', python: '3.14' }],
  ['python3.8', 'a.b', { nodejs: '22' }],
  ['nodejs18.x', 'a.b', { nodejs: '22' }],
  ['nodejs20.x', 'a.b', { nodejs: '20' }],
  ['nodejs24.x', 'a.b', { nodejs: '24' }],
  ['java8.al2', 'a.B', { nodejs: '22', java: 'corretto8' }],
  ['java25', 'a.B', { nodejs: '22', java: 'corretto25' }],
  ['ruby3.4', 'a.b', { nodejs: '22', ruby: '3.4' }],
  ['dotnet8', 'A::B::C', { nodejs: '22' }],
])('%s is built with the versions that AWS’s images have of it', (runtime, handler, versions) => {
  expect(runtimeVersions({ runtime, handler })).toEqual(versions);
});

test('a runtime without a language, and an image, are built with Node.js alone', () => {
  expect(runtimeVersions(PROVIDED)).toEqual({ nodejs: '22' });
  expect(runtimeVersions(SMALLEST_IMAGE)).toEqual({ nodejs: '22' });
});

test('versions of one’s own come on top of those that are found', () => {
  expect(runtimeVersions({}, { runtimeVersions: { python: '3.12', golang: '1.25' } })).toEqual({
    nodejs: '22',
    python: '3.12',
    golang: '1.25',
  });
});

test('images with one version of a language choose none', () => {
  expect(runtimeVersions({}, { image: 'registry.example.com/build:1' })).toBeUndefined();
  const lambda = { runtime: 'nodejs22.x', handler: 'a.b' };
  expect(runtimeVersions(lambda, { computeType: 'BUILD_LAMBDA_1GB' })).toBeUndefined();
});
