import type { CodelessLambdaProps } from '../../../modules';
import { synthesizeLambda } from '../../helpers/lambda';

const CODE = ['filename', 'source_code_hash', 's3_bucket', 's3_key', 's3_object_version', 'image_uri'];
const TRAFFIC = ['function_version', 'routing_config', 'description'];
const LAYERS = ['arn:aws:lambda:eu-west-1:111122223333:layer:base:1'];

test.each<[Partial<CodelessLambdaProps>, string[], string[] | undefined]>([
  [{}, [...CODE, 'layers'], TRAFFIC],
  [{ aliasOwner: 'ci' }, [...CODE, 'layers'], TRAFFIC],
  [{ aliasOwner: 'ci', layers: LAYERS }, [...CODE, 'layers'], TRAFFIC],
  // A change of the architecture uploads the placeholder, and the alias would follow it.
  [{ aliasOwner: 'terraform' }, [...CODE, 'architectures', 'layers'], undefined],
  // Nobody but Terraform would ever bring the layers to the function.
  [{ aliasOwner: 'terraform', layers: LAYERS }, [...CODE, 'architectures'], undefined],
])('with %j Terraform leaves alone %j of the function and %j of the alias', (props, ofFunction, ofAlias) => {
  const stack = synthesizeLambda(props);
  expect(stack.only('aws_lambda_function').lifecycle).toEqual({ ignore_changes: ofFunction });
  expect(stack.only('aws_lambda_alias').lifecycle).toEqual(ofAlias && { ignore_changes: ofAlias });
});

test('nothing else is left alone anywhere', () => {
  const stack = synthesizeLambda({
    functionUrl: { authorizationType: 'AWS_IAM' },
    asyncInvoke: { maximumRetryAttempts: 1 },
    provisionedConcurrentExecutions: 1,
  });
  const withLifecycle = stack.addresses.filter(
    (address) => !address.startsWith('data.') && stack.at(address).lifecycle !== undefined,
  );
  expect(withLifecycle).toEqual(['aws_lambda_alias.api_Alias_B990DB54', 'aws_lambda_function.api_C8550315']);
});

test.each(['ci', 'terraform'] as const)('the function is published, whoever owns the alias (%s)', (aliasOwner) => {
  expect(synthesizeLambda({ aliasOwner }).only('aws_lambda_function').publish).toBe(true);
});

test('a further alias has the owner of the first, unless it names its own', () => {
  const stack = synthesizeLambda({ aliasOwner: 'terraform' }, (lambda) => {
    lambda.addAlias('follows');
    lambda.addAlias('unsaid', { aliasOwner: undefined });
    lambda.addAlias('shifted', { aliasOwner: 'ci' });
  });
  const owners = stack.all('aws_lambda_alias').map(({ name, lifecycle }) => [name, lifecycle]);
  expect(Object.fromEntries(owners)).toEqual({
    live: undefined,
    follows: undefined,
    unsaid: undefined,
    shifted: { ignore_changes: TRAFFIC },
  });
});
