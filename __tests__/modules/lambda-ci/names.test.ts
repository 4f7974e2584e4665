import { TerraformOutput, TerraformVariable } from 'cdktf';
import fc from 'fast-check';
import { artifactPrefix, lambdaCiNames, type LambdaCiNames } from '../../../modules/lambda-ci/names';
import { synthesize, testStack } from '../../helpers/synth';

/** What each service takes, by its API reference. */
const LEGAL: Readonly<Record<keyof LambdaCiNames, RegExp>> = {
  pipeline: /^[A-Za-z0-9.@_-]{1,100}$/,
  pipelineRole: /^[\w+=,.@-]{1,64}$/,
  project: /^[A-Za-z0-9][A-Za-z0-9_-]{1,149}$/,
  buildRole: /^[\w+=,.@-]{1,64}$/,
  webhook: /^[A-Za-z0-9.@_-]{1,100}$/,
  contractRule: /^[.\-_A-Za-z0-9]{1,64}$/,
  sourceRule: /^[.\-_A-Za-z0-9]{1,64}$/,
  startRole: /^[\w+=,.@-]{1,64}$/,
  deployTopic: /^[A-Za-z0-9_-]{1,256}$/,
  connection: /^[\s\S]{1,32}$/,
  slackConfiguration: /^[A-Za-z0-9-_]{1,128}$/,
};
/** Names that share one space of names in an account. */
const SPACES: readonly (readonly (keyof LambdaCiNames)[])[] = [
  ['pipelineRole', 'buildRole', 'startRole'],
  ['contractRule', 'sourceRule'],
];
const SERVICES = Object.keys(LEGAL) as (keyof LambdaCiNames)[];

const functionName = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const branch = fc.stringMatching(/^[a-z0-9][a-z0-9äé{}!._-]{0,40}(\/[A-Za-z0-9+=#._-]{1,120}){0,3}$/);
const prefix = fc.oneof(functionName, branch, fc.string({ minLength: 1, maxLength: 300 }));
/** Two prefixes that are alike for longer than any service's limit. */
const alike = fc
  .tuple(fc.stringMatching(/^[a-z0-9-]{260,300}$/), functionName, functionName)
  .map(([start, one, other]) => [`${start}${one}`, `${start}${other}`] as const);

test('whatever the prefix, every name is one that its service takes', () => {
  fc.assert(
    fc.property(prefix, (text) => {
      const names = lambdaCiNames(text);
      for (const service of SERVICES) expect(names[service]).toMatch(LEGAL[service]);
    }),
  );
});

test('no two prefixes make one name, nor differ by what was cut off', () => {
  fc.assert(
    fc.property(fc.oneof(alike, fc.tuple(prefix, prefix)), ([one, other]) => {
      fc.pre(one !== other);
      const [names, others] = [lambdaCiNames(one), lambdaCiNames(other)];
      for (const service of SERVICES) expect(names[service]).not.toBe(others[service]);
    }),
  );
});

test('of one prefix, no two roles and no two rules have one name', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        prefix,
        alike.map(([text]) => text),
      ),
      (text) => {
        const names = lambdaCiNames(text);
        for (const space of SPACES) expect(new Set(space.map((service) => names[service])).size).toBe(space.length);
      },
    ),
  );
});

test('names are the same every time, and what fits is not changed', () => {
  fc.assert(
    fc.property(prefix, (text) => {
      expect(lambdaCiNames(text)).toEqual(lambdaCiNames(text));
    }),
  );
  expect(lambdaCiNames('orders-api')).toEqual({
    pipeline: 'orders-api',
    pipelineRole: 'orders-api-pipeline',
    project: 'orders-api-build',
    buildRole: 'orders-api-build',
    webhook: 'orders-api-release',
    contractRule: 'orders-api-contract',
    sourceRule: 'orders-api-source',
    startRole: 'orders-api-start',
    deployTopic: 'orders-api-deploys',
    connection: 'orders-api',
    slackConfiguration: 'orders-api',
  });
});

test('a project of a function whose name begins with a sign begins with a letter, and is no other function’s', () => {
  const [one, other, third] = ['_orders', '-orders', 'function-_orders'].map((name) => lambdaCiNames(name).project);
  expect(one).toMatch(/^function-_orders.*-[0-9a-f]{6}$/);
  expect(new Set([one, other, third]).size).toBe(3);
});

test('the keys of artifacts begin with what CodePipeline takes of a pipeline’s name', () => {
  expect(artifactPrefix('orders')).toBe('orders/');
  expect(artifactPrefix('orders-of-the-shop-in-europe')).toBe('orders-of-the-shop-i/');
});

test('the keys of artifacts of a pipeline that Terraform names are cut by Terraform', () => {
  const stack = testStack();
  const late = new TerraformVariable(stack, 'late', {}).stringValue;
  new TerraformOutput(stack, 'prefix', { value: artifactPrefix(late) });
  expect(synthesize(stack).section('output')).toEqual({ prefix: { value: '${substr(var.late, 0, 20)}/' } });
});
