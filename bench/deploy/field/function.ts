import { CreateAliasCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { LocalAws } from '../../../local-aws';
import { zipOf } from '../../../zip';
import { RUNTIME } from '../tools/codeless';

/** The bucket that all ship through. */
export const BUCKET = 'bench-packages';

/** What is set of a function besides its code. */
export function configuration(functionName: string): Record<'FunctionName' | 'Runtime' | 'Handler' | 'Role', string> {
  return {
    FunctionName: functionName,
    Runtime: RUNTIME,
    Handler: 'app.handler',
    Role: 'arn:aws:iam::000000000000:role/bench',
  };
}

/** Makes the bucket, and functions with a placeholder behind the alias `latest`. @returns a client for the bucket */
export async function createFunctions(aws: LocalAws, names: readonly string[]): Promise<S3Client> {
  const connection = {
    region: aws.environment.AWS_REGION ?? '',
    endpoint: aws.endpoint,
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  };
  const s3 = new S3Client({ ...connection, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const lambda = new LambdaClient(connection);
  const placeholder = zipOf([{ path: 'app.py', content: 'def handler(event, context): return None\n' }]);
  for (const name of names) {
    const code = { Code: { ZipFile: placeholder }, Publish: true };
    await lambda.send(new CreateFunctionCommand({ ...configuration(name), ...code, Runtime: RUNTIME }));
    await lambda.send(new CreateAliasCommand({ FunctionName: name, Name: 'latest', FunctionVersion: '1' }));
  }
  return s3;
}
