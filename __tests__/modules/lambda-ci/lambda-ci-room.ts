import { GithubProvider } from '@cdktf/provider-github/lib/provider';
import type { TerraformStack } from 'cdktf';
import { ArtifactStore, CodelessLambda, LambdaCi } from '../../../modules';
import type { ArtifactStoreProps, CodelessLambdaProps, LambdaCiProps } from '../../../modules';
import { SMALLEST } from '../../helpers/lambda';
import type { SynthesizedStack } from '../../helpers/synth';
import { synthesize, testStack } from '../../helpers/synth';
import { programFile } from './build-room';

export const CONNECTION = 'arn:aws:codeconnections:eu-west-1:111122223333:connection/0b1e';

/** A source by a connection that exists. */
export const SOURCE = { type: 'connection', repository: 'acme/orders', connectionArn: CONNECTION } as const;

/** What a pipeline is made for. */
export interface LambdaCiRoom {
  readonly lambda?: Partial<CodelessLambdaProps>;
  readonly artifacts?: ArtifactStoreProps;
  /** The prefix of its packages, in the pipeline's bucket. */
  readonly packages?: string;
}

/** A pipeline of the id `ci` for the function `orders-api`; the props come on top of the smallest. */
export function testLambdaCi(
  props: Partial<LambdaCiProps> = {},
  { lambda, artifacts: store, packages: prefix }: LambdaCiRoom = {},
  stack: TerraformStack = testStack(),
): LambdaCi {
  if (props.trigger?.type === 'release') {
    new GithubProvider(stack, 'github', { owner: 'acme' });
  }
  const artifacts = new ArtifactStore(stack, 'store', store);
  const packages = { bucket: artifacts.bucketName, prefix };
  return new LambdaCi(stack, 'ci', {
    lambda: new CodelessLambda(stack, 'api', {
      functionName: 'orders-api',
      artifacts: packages,
      ...SMALLEST,
      ...lambda,
    }),
    artifacts,
    source: SOURCE,
    programFile: programFile(),
    ...props,
  });
}

/** The stack of {@link testLambdaCi}, synthesized. */
export function synthesizeLambdaCi(props: Partial<LambdaCiProps> = {}, room: LambdaCiRoom = {}): SynthesizedStack {
  const stack = testStack();
  testLambdaCi(props, room, stack);
  return synthesize(stack);
}

/** The addresses of what is in the pipeline, with the data sources, without the hashes at their ends. */
export function inventory(stack: SynthesizedStack): string[] {
  return stack.addresses
    .filter((address) => address.includes('.ci_'))
    .map((address) => address.replace(/_[0-9A-F]{8}$/, ''));
}
