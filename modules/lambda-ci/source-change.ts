import type { StartEvent } from './contract-change';
import { DEFAULT_BRANCH } from './source-action';
import type { PipelineSource } from './source-props';

/**
 * The event that tells of new source code, where a rule has to start the pipeline: CodePipeline itself hears of a push
 * through a connection.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/create-S3-source-events.html
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/triggering.html
 */
export function sourceChange(ruleName: string, source: PipelineSource): readonly StartEvent[] {
  const start = (what: string, eventPattern: object): readonly StartEvent[] => [
    { id: 'Source', ruleName, description: `Ships what is new in ${what}`, eventPattern },
  ];
  switch (source.type) {
    case 'connection':
      return [];
    case 's3':
      return start(`s3://${source.bucket}/${source.key}`, {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: [source.bucket] }, object: { key: [source.key] } },
      });
    case 'codecommit': {
      const branch = source.branch ?? DEFAULT_BRANCH;
      return start(`${source.repositoryName} on ${branch}`, {
        source: ['aws.codecommit'],
        'detail-type': ['CodeCommit Repository State Change'],
        detail: {
          repositoryName: [source.repositoryName],
          event: ['referenceCreated', 'referenceUpdated'],
          referenceType: ['branch'],
          referenceName: [branch],
        },
      });
    }
  }
}
