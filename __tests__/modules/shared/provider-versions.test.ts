import { ArchiveProvider } from '@cdktf/provider-archive/lib/provider';
import { Construct } from 'constructs';
import { TerraformStack } from 'cdktf';
import { allowProviderVersions, PROVIDER_VERSIONS } from '../../../modules';
import { synthesize, testApp, testStack } from '../../helpers/synth';

function requirements(stack: TerraformStack): unknown {
  return synthesize(stack).section('terraform').required_providers;
}

test('the ranges admit what the modules were made for', () => {
  expect(PROVIDER_VERSIONS).toEqual({
    aws: '>= 5.100.0, < 7.0.0',
    archive: '>= 2.4.0, < 3.0.0',
    github: '>= 6.0.0, < 7.0.0',
  });
});

test('each provider of the stack gets its range, and no other is asked for', () => {
  const stack = testStack();
  new ArchiveProvider(stack, 'archive');
  allowProviderVersions(stack);
  expect(requirements(stack)).toEqual({
    aws: { source: 'aws', version: '>= 5.100.0, < 7.0.0' },
    archive: { source: 'hashicorp/archive', version: '>= 2.4.0, < 3.0.0' },
  });
});

test('a constraint of one’s own wins, and leaves the others', () => {
  const stack = testStack();
  new ArchiveProvider(stack, 'archive');
  allowProviderVersions(stack, { aws: '~> 6.0' });
  expect(requirements(stack)).toMatchObject({
    aws: { version: '~> 6.0' },
    archive: { version: '>= 2.4.0, < 3.0.0' },
  });
});

test('it may be called from inside the stack', () => {
  const stack = testStack();
  allowProviderVersions(new Construct(stack, 'inside'));
  expect(requirements(stack)).toMatchObject({ aws: { version: '>= 5.100.0, < 7.0.0' } });
});

test('a stack without providers stays without', () => {
  const stack = new TerraformStack(testApp(), 'stack');
  allowProviderVersions(stack);
  expect(requirements(stack)).toBeUndefined();
});
