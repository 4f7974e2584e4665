import type * as sdk from '@aws-sdk/client-codepipeline';

import { ServiceError, type Operate } from '../../service';
import type { CodePipeline } from '../code-pipeline';
import type { Checked } from '../declaration';
import { pageOf, seconds } from '../describe';
import { operations } from './operations';

/**
 * Pipelines, and the tags of what there is.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_Operations.html
 */
export function pipelineOperations(service: CodePipeline): Record<string, Operate> {
  const { pipelines, tags } = service;
  return operations({
    CreatePipeline({ pipeline: given, tags: own = [] }: Checked<sdk.CreatePipelineInput>) {
      const pipeline = service.create(given, own);
      service.start(pipeline, { trigger: { triggerType: 'CreatePipeline', triggerDetail: service.user } });
      return { pipeline: pipeline.declaration, tags: own };
    },
    GetPipeline({ name, version }: Checked<sdk.GetPipelineInput>) {
      const { arn, created, updated, versions } = service.pipeline(name);
      const pipeline = versions.at(version === undefined ? -1 : version - 1);
      if (pipeline === undefined) {
        throw new ServiceError('PipelineVersionNotFoundException', `${name} has no version ${String(version)}`);
      }
      return { pipeline, metadata: { pipelineArn: arn, created: seconds(created), updated: seconds(updated) } };
    },
    UpdatePipeline({ pipeline: given }: Checked<sdk.UpdatePipelineInput>) {
      const pipeline = service.pipeline(given.name);
      service.check(given);
      pipeline.update(given);
      return { pipeline: pipeline.declaration };
    },
    DeletePipeline({ name }: Checked<sdk.DeletePipelineInput>) {
      const pipeline = pipelines.get(name);
      pipeline?.cancel();
      pipelines.delete(name);
      tags.forget(pipeline?.arn ?? '');
    },
    ListPipelines(input: Checked<sdk.ListPipelinesInput>) {
      const { page, nextToken } = pageOf([...pipelines.values()], input.maxResults ?? 1000, input.nextToken);
      const summaries = page.map(({ declaration, created, updated }) => {
        const { name, version, pipelineType, executionMode } = declaration;
        return { name, version, pipelineType, executionMode, created: seconds(created), updated: seconds(updated) };
      });
      return { pipelines: summaries, nextToken };
    },
    TagResource(input: Checked<sdk.TagResourceInput>) {
      tags.add(input.resourceArn, input.tags);
    },
    UntagResource({ resourceArn, tagKeys }: Checked<sdk.UntagResourceInput>) {
      tags.remove(resourceArn, tagKeys);
    },
    ListTagsForResource({ resourceArn }: Checked<sdk.ListTagsForResourceInput>) {
      return { tags: tags.list(resourceArn) };
    },
  });
}
