import type { VerbName } from '../verb';
import { CALLS } from './calls';
import { GRANTS, type Grant, type GrantName, type Subject } from './grants';

/** A statement of an IAM policy. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Grant['condition'];
}

/** An IAM policy. */
export interface Policy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/** The policy that some verbs need, and no more. */
export function policyFor(subject: Subject, verbs: readonly VerbName[]): Policy {
  const made = CALLS.filter(({ packageType = subject.packageType }) => packageType === subject.packageType);
  const permissions = made
    .filter((call) => call.verbs.some((verb) => verbs.includes(verb)))
    .flatMap((call) => call.permissions);
  const names = Object.keys(GRANTS) as GrantName[];
  return {
    Version: '2012-10-17',
    Statement: names.flatMap((Sid): Statement[] => {
      const Action = [...new Set(permissions.filter(([, on]) => on === Sid).map(([permission]) => permission))].sort();
      const { resources, condition }: Grant = GRANTS[Sid](subject);
      if (Action.length === 0 || resources.length === 0) return [];
      const Condition = condition === undefined ? {} : { Condition: condition };
      return [{ Sid, Effect: 'Allow', Action, Resource: resources, ...Condition }];
    }),
  };
}
