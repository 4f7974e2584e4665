import { DeliveryPipeline } from '../../../modules/lambda-ci/delivery-pipeline';
import type { DeliveryPipelineProps } from '../../../modules/lambda-ci/pipeline-props';
import type { Attributes, SynthesizedStack } from '../../helpers/synth';
import { synthesize, testStack } from '../../helpers/synth';

export const CONNECTION = 'arn:aws:codeconnections:eu-west-1:111122223333:connection/c';
export const BUCKET = 'arn:aws:s3:::artifacts';
export const PROJECT = 'arn:aws:codebuild:eu-west-1:111122223333:project/orders-build';
/** Where the stack is, as Terraform finds it out. */
export const PLACE = {
  partition: '${data.aws_partition.pipeline_Partition_7A7CC60F.partition}',
  region: '${data.aws_region.pipeline_Region_D9BA91E7.id}',
  account: '${data.aws_caller_identity.pipeline_Account_6D35AA85.account_id}',
};

/** The smallest pipeline: pushes to the main branch of a repository at GitHub. */
export const SMALLEST: DeliveryPipelineProps = {
  pipelineName: 'orders',
  roleName: 'orders-pipeline',
  source: { type: 'connection', repository: 'acme/app', connectionArn: CONNECTION },
  trigger: { type: 'push' },
  artifacts: { bucketName: 'artifacts', bucketArn: BUCKET },
  artifactPrefix: 'orders/',
  fullClone: false,
  build: { projectName: 'orders-build', projectArn: PROJECT },
};

export function synthesizePipeline(props: Partial<DeliveryPipelineProps> = {}): SynthesizedStack {
  const stack = testStack();
  new DeliveryPipeline(stack, 'pipeline', { ...SMALLEST, ...props });
  return synthesize(stack);
}

/** The pipeline of such a stack. */
export function pipelineOf(props?: Partial<DeliveryPipelineProps>): Attributes {
  return synthesizePipeline(props).only('aws_codepipeline');
}

/** Its stages: their names and what they do. */
export function stagesOf(props?: Partial<DeliveryPipelineProps>): readonly Attributes[] {
  return pipelineOf(props).stage as readonly Attributes[];
}
