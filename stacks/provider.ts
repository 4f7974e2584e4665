import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { GithubProvider } from '@cdktf/provider-github/lib/provider';
import type { TerraformStack } from 'cdktf';
import type { DeliveryConfig, StackConfig } from './config';

/** The AWS provider of a stack; with an endpoint of one's own it asks for nothing that only the real AWS answers. */
export function awsProvider(stack: TerraformStack, config: StackConfig): AwsProvider {
  const local = config.endpointUrl !== undefined;
  return new AwsProvider(stack, 'aws', {
    region: config.region,
    defaultTags: [{ tags: { 'managed-by': 'terraform', stack: stack.node.id } }],
    ...(local
      ? {
          skipCredentialsValidation: true,
          skipMetadataApiCheck: 'true',
          skipRegionValidation: true,
          s3UsePathStyle: true,
        }
      : {}),
  });
}

/** The GitHub provider of a stack, for the repository's owner; it reads GITHUB_TOKEN, and GITHUB_BASE_URL of another GitHub. */
export function githubProvider(stack: TerraformStack, { repository }: DeliveryConfig): GithubProvider {
  return new GithubProvider(stack, 'github', { owner: repository.split('/')[0] });
}
