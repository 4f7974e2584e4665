import { GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import type { Policy } from '../../../cli/iam/policy';
import type { LocalAws, RecordedCall } from '../../../local-aws';
import { clientConfig } from './client-config';
import { iamRequests, isAllowed, singlePermissions, type CallSubject, type IamRequest } from './iam-requests';

const ACCOUNT = '000000000000';
const PLACE = `us-east-1:${ACCOUNT}`;

interface AppliedStatement {
  readonly Effect: 'Allow';
  readonly Action: string | string[];
  readonly Resource: string | string[];
}

/** All that the policies of a role say, as they were applied. */
export async function appliedPolicy({ environment }: LocalAws, roleArn: string): Promise<Policy> {
  const iam = new IAMClient(clientConfig(environment));
  const RoleName = roleArn.split('/').at(-1) ?? '';
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const statements = PolicyNames.map(async (PolicyName) => {
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    return (JSON.parse(decodeURIComponent(PolicyDocument)) as { Statement: AppliedStatement[] }).Statement;
  });
  const Statement = (await Promise.all(statements)).flat().map((statement, index) => ({
    ...statement,
    Sid: `Applied${index}`,
    Action: [statement.Action].flat(),
    Resource: [statement.Resource].flat(),
  }));
  return { Version: '2012-10-17', Statement };
}

type Ask = (call: RecordedCall) => readonly (readonly [action: string, resource: string])[];

const logStream: Ask = ({ service, action, resource = '' }) => [
  [`${service}:${action}`, `arn:aws:logs:${PLACE}:log-group:${resource}:log-stream:build`],
];
const project: Ask = ({ service, action, resource = '' }) => [
  [`${service}:${action}`, `arn:aws:codebuild:${PLACE}:project/${resource}`],
];
const asNamed: Ask = ({ service, action, resource = '' }) => [[`${service}:${action}`, resource]];

/**
 * What IAM asks for the calls of pipelines and builds, beside those of the program.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const ASKED: Readonly<Record<string, Ask>> = {
  'logs:CreateLogStream': logStream,
  'logs:PutLogEvents': logStream,
  'codebuild:StartBuild': project,
  'codebuild:BatchGetBuilds': project,
  'codeconnections:UseConnection': asNamed,
  'codestar-connections:UseConnection': asNamed,
};

/** What IAM is asked for the calls of a role, each request once. */
export function requestsOf(calls: readonly RecordedCall[], subject: CallSubject): IamRequest[] {
  const requests = calls
    .flatMap((call): IamRequest[] => {
      const asked = ASKED[`${call.service}:${call.action}`]?.(call);
      return asked?.map(([action, resource]) => ({ action, resource, context: {} })) ?? iamRequests([call], subject);
    })
    .map((request) => ({ ...request, context: { ...request.context, 'aws:ResourceAccount': ACCOUNT } }));
  return [...new Map(requests.map((request) => [JSON.stringify(request), request])).values()];
}

/** What a policy lacks of what was asked for. */
export async function denied(policy: Policy, requests: readonly IamRequest[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const request of requests) {
    if (!(await isAllowed(policy, request))) wrong.push(`${request.action} on ${request.resource}`);
  }
  return wrong;
}

/** The actions that policies grant and of which none of the requests needs any. */
export async function unused(policies: readonly Policy[], requests: readonly IamRequest[]): Promise<string[]> {
  const granted = new Set<string>();
  const used = new Set<string>();
  for (const single of policies.flatMap(singlePermissions)) {
    const action = single.Statement[0]?.Action[0] ?? '';
    granted.add(action);
    if (used.has(action)) continue;
    for (const request of requests.filter((one) => one.action === action)) {
      if (await isAllowed(single, request)) used.add(action);
    }
  }
  return [...granted].filter((action) => !used.has(action)).sort();
}
