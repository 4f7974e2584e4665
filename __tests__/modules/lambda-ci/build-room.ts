import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TerraformStack } from 'cdktf';
import { ArtifactStore, CodelessLambda } from '../../../modules';
import type { ArtifactStoreProps, CodelessLambdaProps } from '../../../modules';
import { CodelessProgram } from '../../../modules/lambda-ci/codeless-program';
import { LambdaBuild } from '../../../modules/lambda-ci/lambda-build';
import type { LambdaBuildProps } from '../../../modules/lambda-ci/lambda-build-props';
import { SMALLEST } from '../../helpers/lambda';
import type { SynthesizedStack } from '../../helpers/synth';
import { synthesize, temporaryPath, testStack } from '../../helpers/synth';

/** The text of {@link programFile}, and its digest by `sha256sum`. */
export const PROGRAM = {
  text: 'program\n',
  sha256: 'fba13a37a73d657dc0f1e671f0dc714f9891dd4da15ec45bd2a6f83e0434648e',
};

/** A file that stands for the program. */
export function programFile(text = PROGRAM.text): string {
  const directory = temporaryPath();
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'codeless.js');
  writeFileSync(file, text);
  return file;
}

/** What a build is made for. */
export interface BuildRoom {
  readonly lambda?: Partial<CodelessLambdaProps>;
  readonly artifacts?: ArtifactStoreProps;
}

/** A build of the id `build`, for the function `api` in the bucket of `store`; the props come on top of the smallest. */
export function testBuild(
  props: Partial<LambdaBuildProps> = {},
  { lambda, artifacts: store }: BuildRoom = {},
  stack: TerraformStack = testStack(),
): LambdaBuild {
  const artifacts = new ArtifactStore(stack, 'store', store);
  const program = new CodelessProgram(stack, 'program', { artifacts, file: programFile() });
  return new LambdaBuild(stack, 'build', {
    lambda: new CodelessLambda(stack, 'api', { functionName: 'api', ...SMALLEST, ...lambda }),
    artifacts,
    artifactPrefix: 'api/',
    program,
    ...props,
  });
}

/** The stack of {@link testBuild}, synthesized. */
export function synthesizeBuild(props: Partial<LambdaBuildProps> = {}, room: BuildRoom = {}): SynthesizedStack {
  const stack = testStack();
  testBuild(props, room, stack);
  return synthesize(stack);
}
