import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { ServiceModels } from '../../local-aws/front/service-models';

const FUNCTION = { FunctionName: { shape: 'Text', location: 'uri', locationName: 'FunctionName' } };
const OBJECT = {
  Bucket: { shape: 'Text', location: 'uri', locationName: 'Bucket' },
  Key: { shape: 'Text', location: 'uri', locationName: 'Key' },
};

function operation(name: string, method: string, requestUri: string): object {
  return { name, http: { method, requestUri }, input: { shape: `${name}Request` } };
}

function structure(members: object, required = Object.keys(members)): object {
  return { type: 'structure', required, members };
}

const MODELS = {
  lambda: {
    metadata: { protocol: 'rest-json' },
    operations: {
      CreateFunction: operation('CreateFunction', 'POST', '/2015-03-31/functions'),
      GetFunction: operation('GetFunction', 'GET', '/2015-03-31/functions/{FunctionName}'),
      GetFunctionByLiteral: operation('GetFunctionByLiteral', 'GET', '/2015-03-31/functions/literal'),
      Invoke: operation('Invoke', 'POST', '/2015-03-31/functions/{FunctionName}/invocations'),
      PublishVersion: operation('PublishVersion', 'POST', '/2015-03-31/functions/{FunctionName}/versions'),
      UpdateAlias: operation('UpdateAlias', 'PUT', '/2015-03-31/functions/{FunctionName}/aliases/{Name}'),
      UpdateFunctionCode: operation('UpdateFunctionCode', 'PUT', '/2015-03-31/functions/{FunctionName}/code'),
      UpdateFunctionConfiguration: operation(
        'UpdateFunctionConfiguration',
        'PUT',
        '/2015-03-31/functions/{FunctionName}/configuration',
      ),
      CreateCodeSigningConfig: operation('CreateCodeSigningConfig', 'POST', '/2020-04-22/code-signing-configs/'),
    },
    shapes: {
      CreateFunctionRequest: structure({ FunctionName: { shape: 'Text' } }),
      GetFunctionRequest: structure(FUNCTION),
    },
  },
  s3: {
    metadata: { protocol: 'rest-xml' },
    operations: {
      ListBuckets: operation('ListBuckets', 'GET', '/'),
      ListObjects: operation('ListObjects', 'GET', '/{Bucket}'),
      ListObjectsV2: operation('ListObjectsV2', 'GET', '/{Bucket}?list-type=2'),
      GetBucketAcl: operation('GetBucketAcl', 'GET', '/{Bucket}?acl'),
      GetObject: operation('GetObject', 'GET', '/{Bucket}/{Key+}'),
      PutObject: operation('PutObject', 'PUT', '/{Bucket}/{Key+}'),
      CopyObject: operation('CopyObject', 'PUT', '/{Bucket}/{Key+}'),
      UploadPart: operation('UploadPart', 'PUT', '/{Bucket}/{Key+}'),
    },
    shapes: {
      CopyObjectRequest: structure({
        ...OBJECT,
        CopySource: { shape: 'Text', location: 'header', locationName: 'x-amz-copy-source' },
      }),
      UploadPartRequest: structure({
        ...OBJECT,
        PartNumber: { shape: 'Text', location: 'querystring', locationName: 'partNumber' },
        UploadId: { shape: 'Text', location: 'querystring', locationName: 'uploadId' },
      }),
    },
  },
  ssm: {
    metadata: { protocol: 'json' },
    operations: { PutParameter: operation('PutParameter', 'POST', '/') },
    shapes: { PutParameterRequest: structure({ Name: { shape: 'Text' }, Value: { shape: 'Text' } }) },
  },
  sts: {
    metadata: { protocol: 'query' },
    operations: { AssumeRole: operation('AssumeRole', 'POST', '/') },
    shapes: { AssumeRoleRequest: structure({ RoleArn: { shape: 'Text' }, RoleSessionName: { shape: 'Text' } }) },
  },
  cloudwatch: {
    metadata: { protocol: 'query' },
    operations: {
      DescribeAlarms: {
        ...operation('DescribeAlarms', 'POST', '/'),
        output: { shape: 'Output', resultWrapper: 'DescribeAlarmsResult' },
      },
    },
    shapes: {
      Output: structure({ MetricAlarms: { shape: 'Alarms' }, NextToken: { shape: 'Text' } }, []),
      Alarms: { type: 'list', member: { shape: 'Alarm' } },
      Alarm: structure(
        {
          AlarmName: { shape: 'Text' },
          ActionsEnabled: { shape: 'Flag' },
          Period: { shape: 'Number' },
          Statistic: { shape: 'Text' },
          ExtendedStatistic: { shape: 'Text' },
          StateUpdatedTimestamp: { shape: 'Time' },
        },
        [],
      ),
      Text: { type: 'string' },
      Flag: { type: 'boolean' },
      Number: { type: 'integer' },
      Time: { type: 'timestamp' },
    },
  },
};

/** Service models in the shape of AWS's, of a few operations each, written to a directory as botocore has them. */
export function fakeModels(directory: string): ServiceModels {
  for (const [service, model] of Object.entries(MODELS)) {
    const version = join(directory, service, '2020-01-01');
    mkdirSync(version, { recursive: true });
    writeFileSync(join(version, 'service-2.json.gz'), gzipSync(JSON.stringify(model)));
  }
  return new ServiceModels(directory);
}
