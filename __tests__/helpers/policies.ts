import type { Attributes, SynthesizedStack } from './synth';

/** The policy documents of a resource's arguments, parsed. */
export function documentOf(policy: Attributes): unknown {
  return JSON.parse(policy.policy as string);
}

/** The inline policies of a stack: role, policy's name and document, in the order of their names. */
export function inlinePolicies(stack: SynthesizedStack): { role: unknown; name: unknown; document: unknown }[] {
  return stack
    .all('aws_iam_role_policy')
    .map((policy) => ({ role: policy.role, name: policy.name, document: documentOf(policy) }))
    .sort((a, b) => String(a.name).localeCompare(String(b.name)));
}

/** A policy document of the given statements. */
export function policyOf(...statements: object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}
