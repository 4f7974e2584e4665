import { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api';
import { Apigatewayv2Integration } from '@cdktf/provider-aws/lib/apigatewayv2-integration';
import { Apigatewayv2Route } from '@cdktf/provider-aws/lib/apigatewayv2-route';
import { Apigatewayv2Stage } from '@cdktf/provider-aws/lib/apigatewayv2-stage';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { allowProviderVersions, CodelessLambda } from '../modules';
import { useBackend } from './backend';
import type { StackConfig } from './config';
import { awsProvider } from './provider';

/** One second less than an HTTP API waits, so that the function's own answer wins. */
const TIMEOUT_SECONDS = 29;

/** A codeless function with an HTTP API in front of its alias. */
export class DemoStack extends TerraformStack {
  /** The function. */
  public readonly lambda: CodelessLambda;

  constructor(scope: Construct, id: string, config: StackConfig) {
    super(scope, id);
    useBackend(this, config.backend);
    awsProvider(this, config);

    const { functionName, runtime, handler, memorySize, placeholder } = config.demo;
    this.lambda = new CodelessLambda(this, 'api', {
      functionName,
      description: 'A demo API: Terraform owns the function, a pipeline owns its code',
      runtime,
      handler,
      memorySize,
      timeout: TIMEOUT_SECONDS,
      placeholder,
      logRetentionInDays: 7,
      environment: { GREETING: 'hello from Terraform' },
    });

    const api = new Apigatewayv2Api(this, 'http-api', { name: functionName, protocolType: 'HTTP' });
    const integration = new Apigatewayv2Integration(this, 'http-api-integration', {
      apiId: api.id,
      integrationType: 'AWS_PROXY',
      integrationUri: this.lambda.lambda.invokeArn,
      payloadFormatVersion: '2.0',
    });
    new Apigatewayv2Route(this, 'http-api-route', {
      apiId: api.id,
      routeKey: '$default',
      target: `integrations/${integration.id}`,
    });
    new Apigatewayv2Stage(this, 'http-api-stage', { apiId: api.id, name: '$default', autoDeploy: true });
    this.lambda.addPermission('http-api', {
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${api.executionArn}/*/*`,
    });

    new TerraformOutput(this, 'lambda', { value: this.lambda.lambda });
    new TerraformOutput(this, 'role', { value: this.lambda.role });
    new TerraformOutput(this, 'api_url', { value: api.apiEndpoint });
    allowProviderVersions(this);
  }
}
