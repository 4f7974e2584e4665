import { randomUUID } from 'node:crypto';

import type { Correction } from '../../front/correction';
import { errorAnswer } from '../../front/message';
import type { Runtime } from '../../runtime';
import type { Connections } from '../ports';
import { service, ServiceError, type Input, type Operate } from '../service';

interface Connection {
  readonly arn: string;
  readonly name: string;
  readonly provider: string;
  status: 'PENDING' | 'AVAILABLE';
  readonly tags: Map<string, string>;
}

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** The service has had two names, and programs use both. */
const NAMES = ['codeconnections', 'codestar-connections'] as const;

/**
 * Connections to where repositories are; no hosts, no repository links. A new one is `PENDING` until someone completes
 * it, as at AWS in the console: here by {@link complete}, or by opening `/_aws/codeconnections/complete?arn=…`.
 *
 * @see https://docs.aws.amazon.com/codeconnections/latest/APIReference/Welcome.html
 */
export function connections({ region, account, models }: Pick<Runtime, 'region' | 'account' | 'models'>): {
  readonly corrections: readonly Correction[];
  readonly port: Connections;
  /** Makes a connection `AVAILABLE`; @throws ServiceError where there is none */
  readonly complete: (arn: string) => void;
} {
  const all = new Map<string, Connection>();
  const find = (arn: unknown): Connection => {
    const connection = all.get(String(arn));
    if (connection === undefined)
      throw new ServiceError('ResourceNotFoundException', `Connection not found: ${String(arn)}`);
    return connection;
  };
  const complete = (arn: string): void => {
    find(arn).status = 'AVAILABLE';
  };
  const described = ({ arn, name, provider, status }: Connection): object => ({
    ConnectionName: name,
    ConnectionArn: arn,
    ProviderType: provider,
    OwnerAccountId: account,
    ConnectionStatus: status,
  });
  const create = (service: string, { ConnectionName, ProviderType, HostArn, Tags = [] }: Input): object => {
    if (HostArn !== undefined) throw new ServiceError('ResourceNotFoundException', 'The local AWS has no hosts');
    if (typeof ProviderType !== 'string')
      throw new ServiceError('InvalidInputException', 'ProviderType or HostArn is required');
    const arn = `arn:aws:${service}:${region}:${account}:connection/${randomUUID()}`;
    const tags = new Map((Tags as Tag[]).map(({ Key, Value }) => [Key, Value]));
    all.set(arn, { arn, name: String(ConnectionName), provider: ProviderType, status: 'PENDING', tags });
    return { ConnectionArn: arn, Tags };
  };
  const operations: Readonly<Record<string, Operate>> = {
    GetConnection: ({ ConnectionArn }) => ({ Connection: described(find(ConnectionArn)) }),
    ListConnections: ({ ProviderTypeFilter: wanted }) => ({
      Connections: [...all.values()].filter(({ provider }) => (wanted ?? provider) === provider).map(described),
    }),
    DeleteConnection: ({ ConnectionArn }) => {
      all.delete(find(ConnectionArn).arn);
      return {};
    },
    ListTagsForResource: ({ ResourceArn }) => ({
      Tags: [...find(ResourceArn).tags].map(([Key, Value]) => ({ Key, Value })),
    }),
    TagResource: ({ ResourceArn, Tags }) => {
      for (const { Key, Value } of Tags as Tag[]) find(ResourceArn).tags.set(Key, Value);
      return {};
    },
    UntagResource: ({ ResourceArn, TagKeys }) => {
      for (const key of TagKeys as string[]) find(ResourceArn).tags.delete(key);
      return {};
    },
  };
  const page: Correction = {
    service: 'codeconnections',
    actions: ['Complete'],
    answer({ url }) {
      const arn = url.searchParams.get('arn') ?? '';
      if (!all.has(arn))
        return Promise.resolve(errorAnswer(404, 'ResourceNotFoundException', `Connection not found: ${arn}`));
      complete(arn);
      const body = Buffer.from(`The connection ${arn} is AVAILABLE now.\n`);
      return Promise.resolve({ status: 200, headers: { 'content-type': 'text/plain' }, body });
    },
  };
  const services = NAMES.map((name) => {
    const CreateConnection: Operate = (input) => create(name, input);
    return service({
      name,
      models,
      operations: { ...operations, CreateConnection },
      invalidCode: 'InvalidInputException',
    });
  });
  return { corrections: [page, ...services], port: { status: (arn) => all.get(arn)?.status }, complete };
}
