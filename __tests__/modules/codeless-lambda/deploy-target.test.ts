import { TerraformOutput } from 'cdktf';
import { CodelessLambda } from '../../../modules';
import { synthesize, testStack } from '../../helpers/synth';

test('tells a pipeline the names that the deploy contract has', () => {
  const stack = testStack();
  const { deployTarget } = new CodelessLambda(stack, 'api', {
    namePrefix: 'shop',
    runtime: 'python3.13',
    handler: 'app.handler',
  });
  new TerraformOutput(stack, 'target', { value: deployTarget });
  expect(synthesize(stack).section('output').target).toEqual({
    value: {
      functionName: 'shop-api',
      functionArn: '${aws_lambda_function.api_C8550315.arn}',
      runtime: 'python3.13',
      architecture: 'x86_64',
      layerName: 'shop-api-dependencies',
      layers: [],
      alarms: [],
      contractParameterName: '/codeless/shop-api/contract',
    },
  });
});

test('tells a pipeline of all that a deploy touches beside the function', () => {
  const { deployTarget } = new CodelessLambda(testStack(), 'api', {
    functionName: 'api',
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    architecture: 'arm64',
    layerName: 'packages',
    layers: ['arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:38'],
    artifacts: { bucket: 'packages' },
    codeDeploy: { application: 'app', deploymentGroup: 'live' },
    alarms: ['errors'],
    kmsKeyArn: 'arn:aws:kms:eu-west-1:000000000000:key/1',
  });
  expect(deployTarget).toMatchObject({
    architecture: 'arm64',
    layerName: 'packages',
    layers: ['arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:38'],
    artifacts: { bucket: 'packages', prefix: 'packages' },
    codeDeploy: { application: 'app', deploymentGroup: 'live' },
    alarms: ['errors'],
    kmsKeyArn: 'arn:aws:kms:eu-west-1:000000000000:key/1',
  });
});
