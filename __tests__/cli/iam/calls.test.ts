import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { isWildcardOnlyAction } from '@cloud-copilot/iam-simulate';

import { CALLS } from '../../../cli/iam/calls';
import { GRANTS } from '../../../cli/iam/grants';
import { FUNCTION_VERBS } from '../../../cli/verb';

const CLI = join(__dirname, '../../../cli');

/** What IAM calls the service of a client where the package of the client is named otherwise. */
const SERVICES: Readonly<Record<string, string>> = { 'cloudwatch-logs': 'logs' };

/** The calls that a source makes, as `lambda:GetAlias`: commands that are sent, and listings that are paged. */
function callSites(source: string): string[] {
  const imports = [...source.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-([a-z0-9-]+)'/g)];
  return imports.flatMap(([, names = '', client = '']) =>
    [...names.matchAll(/\b(?:(\w+)Command|paginate(\w+))\b/g)]
      .map(([, command, page]) => command ?? page ?? '')
      .filter((name) => new RegExp(`new ${name}Command\\(|paginate${name}\\(`).test(source))
      .map((name) => `${SERVICES[client] ?? client}:${name}`),
  );
}

function sources(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? sources(join(directory, entry.name)) : [readFileSync(join(directory, entry.name), 'utf8')],
  );
}

test('declares exactly the calls that the sources make', () => {
  const declared = CALLS.map(({ service, action }) => `${service}:${action}`);
  const made = sources(CLI).flatMap(callSites);
  expect(made.length).toBeGreaterThan(20);
  expect([...new Set(declared)].sort()).toEqual([...new Set(made)].sort());
});

test('finds what is imported under several services, sent or paged, and nothing that is only named', () => {
  const source = `
import { GetAliasCommand, GetPolicyCommand, paginateListAliases, type X } from '@aws-sdk/client-lambda';
import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
send(new GetAliasCommand({})); paginateListAliases({}, {}); paginateFilterLogEvents({}, {});`;
  expect(callSites(source)).toEqual(['lambda:GetAlias', 'lambda:ListAliases', 'logs:FilterLogEvents']);
});

test('names the verbs that work on a function, each with the contract that all of them read', () => {
  const verbs = CALLS.find(({ action }) => action === 'GetParameter')?.verbs ?? [];
  expect([...verbs].sort()).toEqual([...FUNCTION_VERBS].sort());
});

test('gives each grant to some call', () => {
  const used = new Set(CALLS.flatMap(({ permissions }) => permissions.map(([, on]) => on)));
  expect([...used].sort()).toEqual(Object.keys(GRANTS).sort());
});

test('gives all resources to no more than the actions that know no other, and to DescribeAlarms', async () => {
  const wild = CALLS.flatMap(({ permissions }) => permissions)
    .filter(([, on]) => ['Listing', 'StopDeployments', 'Alarms'].includes(on))
    .map(([action]) => action);
  const kinds = wild.map(async (action) => {
    const [service = '', name = ''] = action.split(':');
    return [action, await isWildcardOnlyAction(service, name)] as const;
  });
  expect(Object.fromEntries(await Promise.all(kinds))).toEqual({
    'lambda:ListLayerVersions': true,
    'lambda:ListEventSourceMappings': true,
    'codedeploy:StopDeployment': true,
    // Composite alarms are shown to who may describe all alarms.
    'cloudwatch:DescribeAlarms': false,
  });
});
