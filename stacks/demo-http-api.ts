import { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api';
import { Apigatewayv2Integration } from '@cdktf/provider-aws/lib/apigatewayv2-integration';
import { Apigatewayv2Route } from '@cdktf/provider-aws/lib/apigatewayv2-route';
import { Apigatewayv2Stage } from '@cdktf/provider-aws/lib/apigatewayv2-stage';
import { Construct } from 'constructs';
import type { CodelessLambda } from '../modules';

/** An HTTP API whose every route is answered by the alias of a function. */
export class DemoHttpApi extends Construct {
  /** Where it answers. */
  public readonly url: string;

  constructor(scope: Construct, id: string, lambda: CodelessLambda) {
    super(scope, id);
    const api = new Apigatewayv2Api(this, 'Resource', { name: lambda.deployTarget.functionName, protocolType: 'HTTP' });
    const integration = new Apigatewayv2Integration(this, 'Integration', {
      apiId: api.id,
      integrationType: 'AWS_PROXY',
      integrationUri: lambda.lambda.invokeArn,
      payloadFormatVersion: '2.0',
    });
    new Apigatewayv2Route(this, 'Route', {
      apiId: api.id,
      routeKey: '$default',
      target: `integrations/${integration.id}`,
    });
    new Apigatewayv2Stage(this, 'Stage', { apiId: api.id, name: '$default', autoDeploy: true });
    lambda.addPermission('http-api', {
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${api.executionArn}/*/*`,
    });
    this.url = api.apiEndpoint;
  }
}
