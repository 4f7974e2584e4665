import { CreateAliasCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import type { LocalAws } from '../../local-aws';

/** The bucket that both ship through. */
export const BUCKET = 'bench-packages';

/** Makes the bucket, and functions with a placeholder behind the alias `latest`. */
export async function createFunctions(aws: LocalAws, names: readonly string[]): Promise<void> {
  const configuration = {
    region: aws.environment.AWS_REGION ?? '',
    endpoint: aws.endpoint,
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  };
  await new S3Client({ ...configuration, forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: BUCKET }));
  const lambda = new LambdaClient(configuration);
  for (const FunctionName of names) {
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Runtime: 'python3.12',
        Handler: 'app.handler',
        Role: 'arn:aws:iam::000000000000:role/bench',
        Code: { ZipFile: zipSync({ 'app.py': strToU8('def handler(event, context): return None\n') }) },
        Publish: true,
      }),
    );
    await lambda.send(new CreateAliasCommand({ FunctionName, Name: 'latest', FunctionVersion: '1' }));
  }
}
