import { TerraformVariable } from 'cdktf';
import type { TerraformStack } from 'cdktf';
import type { CodelessLambdaProps } from '../../modules';
import { CodelessLambda } from '../../modules';
import type { SynthesizedStack } from './synth';
import { synthesize, testStack } from './synth';

/** The smallest props that make a function. */
export const SMALLEST = { runtime: 'python3.13', handler: 'app.main.handler' } as const;

/** A function of the id `api` in a stack of its own; the props come on top of the smallest. */
export function testLambda(
  props: Partial<CodelessLambdaProps> = {},
  stack: TerraformStack = testStack(),
): CodelessLambda {
  return new CodelessLambda(stack, 'api', { ...SMALLEST, ...props });
}

/** The stack of {@link testLambda}, synthesized; `extend` may add to the function before. */
export function synthesizeLambda(
  props: Partial<CodelessLambdaProps> = {},
  extend: (lambda: CodelessLambda) => void = () => undefined,
): SynthesizedStack {
  const stack = testStack();
  extend(testLambda(props, stack));
  return synthesize(stack);
}

/** The same for props made of a value that only Terraform knows: it is `var.late` in the output. */
export function synthesizeWithToken(
  props: (late: TerraformVariable) => Partial<CodelessLambdaProps>,
  extend: (lambda: CodelessLambda, late: TerraformVariable) => void = () => undefined,
): SynthesizedStack {
  const stack = testStack();
  const late = new TerraformVariable(stack, 'late', { type: 'any' });
  extend(testLambda(props(late), stack), late);
  return synthesize(stack);
}

/** Props for a function of an image: the smallest, without those of a zip. */
export const SMALLEST_IMAGE = {
  runtime: undefined,
  handler: undefined,
  image: { uri: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:first' },
} as const;
