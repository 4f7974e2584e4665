import type { AwsCall } from '../failed-call';
import { CALLS, type Permission } from './calls';
import { GRANTS, type Grant, type Subject } from './grants';
import type { KnownSubject } from './known-subject';
import type { Refusal } from './refusal';

/** A statement to add to a policy. */
export interface MissingStatement {
  readonly Effect: 'Allow';
  readonly Action: string;
  readonly Resource: string | readonly string[];
  readonly Condition?: Grant['condition'];
}

/** Services whose client has another name than IAM's. */
const SERVICES: Readonly<Record<string, string>> = { cloudwatchlogs: 'logs' };

/** What stands for what is not known: a pattern of IAM's. */
const ANY = '*';

/**
 * The statements that a denied call lacks: the one that AWS names, else those that {@link CALLS} has for the call.
 *
 * @param call undefined if it is not known, as that of a provider of credentials
 */
export function missingPermissions(
  call: AwsCall | undefined,
  refusal: Refusal,
  known: Partial<KnownSubject> = {},
): MissingStatement[] {
  const { action, resource } = refusal;
  const statements = call === undefined ? [] : statementsOf(call, refusal, known);
  const fitting = resource === undefined ? statements : naming(statements, resource);
  if (fitting.length > 0) return unique(fitting);
  if (action === undefined) return unique(statements);
  return [{ Effect: 'Allow', Action: action, Resource: resource ?? ANY }];
}

function statementsOf(call: AwsCall, refusal: Refusal, known: Partial<KnownSubject>): MissingStatement[] {
  const subject = subjectOf(call, refusal, known);
  const statements = permissionsOf(call)
    .filter(([permission]) => refusal.action === undefined || permission === refusal.action)
    .flatMap(([permission, on]) => statementFor(permission, GRANTS[on](subject)));
  return refusal.resource === undefined ? asked(statements, subject, call) : statements;
}

function permissionsOf({ service, operation }: AwsCall): Permission[] {
  const name = service.toLowerCase();
  return CALLS.filter((call) => call.service === (SERVICES[name] ?? name) && call.action === operation).flatMap(
    ({ permissions }) => permissions,
  );
}

function statementFor(Action: string, { resources, condition }: Grant): MissingStatement[] {
  const [only] = resources;
  if (only === undefined) return [];
  const Condition = condition === undefined ? {} : { Condition: condition };
  return [{ Effect: 'Allow', Action, Resource: resources.length === 1 ? only : resources, ...Condition }];
}

/** Those that are for a resource, and of several resources that one. */
function naming(statements: readonly MissingStatement[], resource: string): MissingStatement[] {
  return statements.flatMap((statement) => {
    const found = [statement.Resource].flat().find((pattern) => covers(pattern, resource));
    return found === undefined ? [] : [{ ...statement, Resource: found }];
  });
}

/** A call of Lambda's that names a version or an alias is judged by the two together, others by the function. */
function asked(statements: readonly MissingStatement[], subject: Subject, call: AwsCall): MissingStatement[] {
  if (call.service !== 'Lambda') return [...statements];
  const own = GRANTS[call.input.Qualifier === undefined ? 'Function' : 'Versions'](subject).resources;
  const functions = [...GRANTS.Function(subject).resources, ...GRANTS.Versions(subject).resources];
  return statements.filter(({ Resource }) =>
    [Resource].flat().every((arn) => own.includes(arn) || !functions.includes(arn)),
  );
}

/** Whether a pattern of IAM's covers an ARN, or a pattern that is narrower. */
function covers(pattern: string, arn: string): boolean {
  const source = pattern.replace(/[\\^$+?.()|[\]{}]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${source}$`).test(arn.startsWith('arn:*:') ? arn.replace('*', partOf(pattern, 1) ?? ANY) : arn);
}

function unique(statements: readonly MissingStatement[]): MissingStatement[] {
  return [...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values()];
}

function partOf(arn: string | undefined, index: number): string | undefined {
  const part = arn?.split(':')[index];
  return part === '' || part === ANY ? undefined : part;
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** What a call was for: what it asked, what AWS tells of it, and what the settings tell. */
function subjectOf({ service, input, region = ANY }: AwsCall, refusal: Refusal, known: Partial<KnownSubject>): Subject {
  const text = (name: string): string | undefined => {
    const value = input[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const { resource, principal } = refusal;
  const layerName = text('LayerName') ?? known.layerName ?? ANY;
  const layers = Array.isArray(input.Layers) ? input.Layers.map(String) : [];
  return {
    partition: partOf(resource, 1) ?? partOf(principal, 1) ?? partitionOf(region),
    region,
    account: partOf(resource, 4) ?? partOf(principal, 4) ?? ANY,
    functionName: text('FunctionName') ?? known.functionName ?? ANY,
    packageType: 'Zip',
    repositories: [{ registryId: text('registryId') ?? ANY, repositoryName: text('repositoryName') ?? ANY }],
    hasTaggedPlaceholder: true,
    layerName,
    foreignLayers: layers.filter((arn) => !arn.includes(`:layer:${layerName}:`)),
    bucket: text('Bucket') ?? known.bucket ?? ANY,
    root: known.root ?? '',
    codeDeploy: {
      application: text('applicationName') ?? known.codeDeploy?.application ?? ANY,
      group: text('deploymentGroupName') ?? known.codeDeploy?.group ?? ANY,
    },
    contractParameter: (service === 'SSM' ? text('Name') : undefined) ?? known.contractParameter ?? `/${ANY}`,
    hasAlarms: true,
    hasSmokeTest: true,
    notifyTopic: text('TopicArn') ?? known.notifyTopic ?? ANY,
    logGroup: text('logGroupName') ?? ANY,
    variablesKey: undefined,
  };
}
