import type { DeployContract } from '../../../modules/codeless-lambda/contract';

/** A contract with every key. */
export const CONTRACT: DeployContract = {
  schemaVersion: 1,
  functionName: 'demo-api',
  aliasName: 'live',
  aliasOwner: 'ci',
  runtime: 'python3.13',
  architectures: ['arm64'],
  packageType: 'Zip',
  layerName: 'demo-api-dependencies',
  layers: ['arn:aws:lambda:eu-west-1:111122223333:layer:base:3'],
  artifactBucket: 'packages',
  artifactPrefix: 'team/a',
  codeDeployApplication: 'demo',
  codeDeployDeploymentGroup: 'live',
  alarms: ['errors'],
  placeholderSha256: 'LCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564=',
  placeholderImageUri: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/demo:1',
  configurationSha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
};
