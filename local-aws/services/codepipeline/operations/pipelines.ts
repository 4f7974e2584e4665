import type * as sdk from '@aws-sdk/client-codepipeline';

import { ServiceError } from '../../service';
import type { CodePipeline, Operations } from '../code-pipeline';
import type { Checked } from '../declaration';
import { seconds, tagList } from '../describe';
import { Pipeline } from '../pipeline';

/**
 * Pipelines, and the tags of what there is.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_Operations.html
 */
export function pipelineOperations(service: CodePipeline): Operations {
  const { pipelines, runtime } = service;
  return {
    CreatePipeline({ pipeline: given, tags = [] }: Checked<sdk.CreatePipelineInput>) {
      if (pipelines.has(given.name)) {
        throw new ServiceError('PipelineNameInUseException', `There is a pipeline ${given.name} already`);
      }
      const pipeline = new Pipeline(service.checked(given, 1), runtime, service.kindOf);
      for (const { key, value } of tags) pipeline.tags.set(key, value);
      pipelines.set(given.name, pipeline);
      service.start(pipeline, { trigger: { triggerType: 'CreatePipeline', triggerDetail: service.user } });
      return { pipeline: pipeline.declaration, tags };
    },
    /** The newest version only. */
    GetPipeline({ name, version }: Checked<sdk.GetPipelineInput>) {
      const { arn: pipelineArn, created, updated, declaration: pipeline } = service.pipeline(name);
      if (version !== undefined && version !== pipeline.version) {
        throw new ServiceError('PipelineVersionNotFoundException', `The local AWS keeps no version ${version}`);
      }
      return { pipeline, metadata: { pipelineArn, created: seconds(created), updated: seconds(updated) } };
    },
    UpdatePipeline({ pipeline: given }: Checked<sdk.UpdatePipelineInput>) {
      const pipeline = service.pipeline(given.name);
      pipeline.update(service.checked(given, pipeline.declaration.version + 1));
      return { pipeline: pipeline.declaration };
    },
    DeletePipeline({ name }: Checked<sdk.DeletePipelineInput>) {
      pipelines.get(name)?.cancel();
      pipelines.delete(name);
    },
    ListPipelines() {
      const summaries = [...pipelines.values()].map(({ declaration, created, updated }) => {
        const { name, version, pipelineType, executionMode } = declaration;
        return { name, version, pipelineType, executionMode, created: seconds(created), updated: seconds(updated) };
      });
      return { pipelines: summaries };
    },
    TagResource({ resourceArn, tags }: Checked<sdk.TagResourceInput>) {
      for (const { key, value } of tags) service.tags(resourceArn).set(key, value);
    },
    UntagResource({ resourceArn, tagKeys }: Checked<sdk.UntagResourceInput>) {
      for (const key of tagKeys) service.tags(resourceArn).delete(key);
    },
    ListTagsForResource({ resourceArn }: Checked<sdk.ListTagsForResourceInput>) {
      return { tags: tagList(service.tags(resourceArn)) };
    },
  };
}
