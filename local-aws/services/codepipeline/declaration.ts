import type * as sdk from '@aws-sdk/client-codepipeline';

import { ServiceError } from '../service';

/**
 * A type of the SDK's, of what was held against the service's own model: what the model requires is there. The SDK has
 * it as something that may be undefined.
 */
export type Checked<T> = T extends readonly (infer One)[]
  ? readonly Checked<One>[]
  : T extends object
    ? { readonly [Member in keyof T]: Checked<Exclude<T[Member], undefined>> }
    : T;

export type ActionDeclaration = Checked<sdk.ActionDeclaration>;
export type StageDeclaration = Checked<sdk.StageDeclaration>;
/** What `CreatePipeline` is given. */
export type GivenPipeline = Checked<sdk.PipelineDeclaration>;

/**
 * A pipeline.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineDeclaration.html
 */
export type PipelineDeclaration = GivenPipeline &
  Required<Pick<GivenPipeline, 'artifactStore' | 'version' | 'executionMode' | 'pipelineType'>>;

/**
 * A declaration with what AWS adds to it.
 *
 * @throws ServiceError where it has no artifact store
 */
export function completed({ artifactStore, ...given }: GivenPipeline, version: number): PipelineDeclaration {
  if (artifactStore === undefined) {
    const message = 'A pipeline here is in one region: give it an artifactStore';
    throw new ServiceError('InvalidStructureException', message);
  }
  const stages = given.stages.map((stage) => ({
    ...stage,
    actions: stage.actions.map((action) => ({ runOrder: 1, ...action })),
  }));
  // Without a type a pipeline is of the first.
  return { pipelineType: 'V1', executionMode: 'SUPERSEDED', ...given, artifactStore, stages, version };
}

/** The actions of a stage in the order in which they run, those together that run at once. */
export function inOrder(actions: readonly ActionDeclaration[]): ActionDeclaration[][] {
  const orders = [...new Set(actions.map(({ runOrder = 1 }) => runOrder))].sort((one, other) => one - other);
  return orders.map((order) => actions.filter(({ runOrder = 1 }) => runOrder === order));
}
