import { sourceChange } from '../../../modules/lambda-ci/source-change';

test('a new version of the object starts the pipeline', () => {
  expect(sourceChange('orders-source', { type: 's3', bucket: 'sources', key: 'app.zip' })).toEqual([
    {
      id: 'Source',
      ruleName: 'orders-source',
      description: 'Ships what is new in s3://sources/app.zip',
      eventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: ['sources'] }, object: { key: ['app.zip'] } },
      },
    },
  ]);
});

test.each([
  [undefined, 'main'],
  ['next', 'next'],
])('a push to the branch in CodeCommit starts the pipeline: %s is %s', (branch, referenceName) => {
  expect(sourceChange('orders-source', { type: 'codecommit', repositoryName: 'app', branch })).toEqual([
    {
      id: 'Source',
      ruleName: 'orders-source',
      description: `Ships what is new in app on ${referenceName}`,
      eventPattern: {
        source: ['aws.codecommit'],
        'detail-type': ['CodeCommit Repository State Change'],
        detail: {
          repositoryName: ['app'],
          event: ['referenceCreated', 'referenceUpdated'],
          referenceType: ['branch'],
          referenceName: [referenceName],
        },
      },
    },
  ]);
});

test('of a push through a connection the pipeline hears by itself', () => {
  expect(sourceChange('orders-source', { type: 'connection', repository: 'acme/app' })).toEqual([]);
});
