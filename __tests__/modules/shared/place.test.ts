import { TerraformOutput } from 'cdktf';
import { arnIn, placeOf } from '../../../modules/shared/place';
import { synthesize, testStack } from '../../helpers/synth';

test('an ARN is of the partition, region and account that the provider works in', () => {
  const stack = testStack();
  const place = placeOf(stack);
  new TerraformOutput(stack, 'arn', { value: arnIn(place, 'codebuild', 'project/a') });
  new TerraformOutput(stack, 'host', { value: `s3.${place.region}.${place.dnsSuffix}` });
  const synthesized = synthesize(stack);
  expect(synthesized.section('output')).toEqual({
    arn: {
      value:
        'arn:${data.aws_partition.Partition.partition}:codebuild:${data.aws_region.Region.id}:' +
        '${data.aws_caller_identity.Account.account_id}:project/a',
    },
    host: { value: 's3.${data.aws_region.Region.id}.${data.aws_partition.Partition.dns_suffix}' },
  });
});
