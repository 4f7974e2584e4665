import { GithubProvider } from '@cdktf/provider-github/lib/provider';
import { TerraformVariable } from 'cdktf';
import { ReleaseWebhook } from '../../../modules/lambda-ci/release-webhook';
import type { ReleaseWebhookProps } from '../../../modules/lambda-ci/webhook-props';
import { validationErrorOf } from '../../helpers/errors';
import type { SynthesizedStack } from '../../helpers/synth';
import { synthesize, testStack } from '../../helpers/synth';

const SMALLEST: ReleaseWebhookProps = {
  webhookName: 'orders-release',
  pipelineName: 'orders',
  targetAction: 'Source',
  repository: 'acme/app',
};
const HOLDER = 'terraform_data.webhook_Secret_100087C8';
const ROTATION = 'terraform_data.webhook_Secret_Rotation_592D5848';
const SECRET = `\${${HOLDER}.triggers_replace.secret}`;

function synthesizeWebhook(props: Partial<ReleaseWebhookProps> = {}): SynthesizedStack {
  const stack = testStack();
  new GithubProvider(stack, 'github', { owner: 'acme' });
  new ReleaseWebhook(stack, 'webhook', { ...SMALLEST, ...props });
  return synthesize(stack);
}

test('a published release starts the pipeline, by two ends that know one secret', () => {
  const stack = synthesizeWebhook();
  expect(stack.addresses.map((address) => address.replace(/_[0-9A-F]{8}$/, ''))).toEqual([
    'aws_codepipeline_webhook.webhook',
    'github_repository_webhook.webhook_RepositoryWebhook',
    'terraform_data.webhook_Secret',
    'terraform_data.webhook_Secret_Rotation',
  ]);
  expect(stack.only('aws_codepipeline_webhook')).toEqual({
    name: 'orders-release',
    target_pipeline: 'orders',
    target_action: 'Source',
    authentication: 'GITHUB_HMAC',
    authentication_configuration: { secret_token: SECRET },
    filter: [{ json_path: '$.action', match_equals: 'published' }],
    lifecycle: { ignore_changes: ['authentication_configuration'], replace_triggered_by: [HOLDER] },
  });
  expect(stack.only('github_repository_webhook')).toEqual({
    repository: 'app',
    events: ['release'],
    active: true,
    configuration: {
      url: expect.stringMatching(/^\$\{aws_codepipeline_webhook\.webhook_\w+\.url\}$/) as string,
      content_type: 'json',
      insecure_ssl: false,
      secret: SECRET,
    },
    lifecycle: { replace_triggered_by: [HOLDER] },
  });
});

test('the secret is drawn once, until the rotation changes, and is sensitive', () => {
  const stack = synthesizeWebhook();
  expect(stack.at(HOLDER)).toEqual({
    triggers_replace: { secret: '${sensitive(sha256(join("", [uuid(), uuid()])))}' },
    lifecycle: { ignore_changes: ['triggers_replace'], replace_triggered_by: [ROTATION] },
  });
  expect(stack.at(ROTATION)).toEqual({ triggers_replace: { rotation: '' } });
  expect(synthesizeWebhook({ secretRotation: '${2026}' }).at(ROTATION)).toEqual({
    triggers_replace: { rotation: '$${2026}' },
  });
});

test('a secret that is given is the one, and its change replaces both ends', () => {
  const secret = `${'a'.repeat(24)}!#&*{}|~`;
  const stack = synthesizeWebhook({ secret });
  expect(stack.all('terraform_data')).toEqual([{ triggers_replace: { secret: `\${sensitive("${secret}")}` } }]);
  for (const type of ['aws_codepipeline_webhook', 'github_repository_webhook']) {
    expect(stack.only(type)).toMatchObject({ lifecycle: { replace_triggered_by: [HOLDER] } });
  }
});

test.each(['published', 'released', 'prereleased'] as const)('the webhook can wait for %s releases', (action) => {
  const stack = synthesizeWebhook({ action, tags: { team: '${a}' } });
  expect(stack.only('aws_codepipeline_webhook')).toMatchObject({
    filter: [{ json_path: '$.action', match_equals: action }],
    tags: { team: '$${a}' },
  });
});

test('what only Terraform knows is taken as it is', () => {
  const stack = testStack();
  new GithubProvider(stack, 'github', { owner: 'acme' });
  const late = new TerraformVariable(stack, 'late', { type: 'string', sensitive: true }).stringValue;
  new ReleaseWebhook(stack, 'webhook', { ...SMALLEST, webhookName: late, repository: late, secret: late });
  const synthesized = synthesize(stack);
  expect(synthesized.at(HOLDER)).toEqual({ triggers_replace: { secret: '${sensitive(var.late)}' } });
  expect(synthesized.only('github_repository_webhook')).toMatchObject({
    repository: '${element(split("/", var.late), 1)}',
  });
});

test.each<Partial<ReleaseWebhookProps>>([
  { webhookName: 'a'.repeat(100) },
  { repository: 'a-b/c.d_e' },
  { secret: 's'.repeat(32) },
  { secret: 's'.repeat(100) },
])('%j is accepted', (props) => {
  expect(() => synthesizeWebhook(props)).not.toThrow();
});

test.each<[code: string, props: Partial<ReleaseWebhookProps>]>([
  ['InvalidWebhookName', { webhookName: '' }],
  ['InvalidWebhookName', { webhookName: 'a'.repeat(101) }],
  ['InvalidWebhookName', { webhookName: 'a/b' }],
  ['InvalidRepository', { repository: 'app' }],
  ['InvalidRepository', { repository: 'https://github.com/acme/app' }],
  ['InvalidReleaseAction', { action: 'created' as 'released' }],
  ['RotationOfGivenSecret', { secret: 's'.repeat(32), secretRotation: '1' }],
  ['SecretLength', { secret: 's'.repeat(31) }],
  ['SecretLength', { secret: 's'.repeat(101) }],
  ['SecretCharacters', { secret: `${'s'.repeat(32)}"` }],
  ['SecretCharacters', { secret: `${'s'.repeat(32)}\${` }],
  ['InvalidTags', { tags: { 'aws:a': 'b' } }],
])('fails with %s for %j, and tells no secret', (code, props) => {
  const error = validationErrorOf(() => synthesizeWebhook(props));
  expect(error.code).toBe(code);
  expect(error.message).not.toContain('sss');
});
