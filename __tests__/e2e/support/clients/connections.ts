import { UUID, type Client } from './client';

/** Connections under one of the names that the service has had. */
export async function useConnections(client: Client, service: string): Promise<void> {
  // The list tells of both names' connections, and another provider is another list.
  const ProviderType = service === 'codeconnections' ? 'GitLab' : 'GitHub';
  const ConnectionName = `connection-${client.name}`;
  const Tags = [{ Key: 'team', Value: 'a' }];
  const made = await client.call(service, 'CreateConnection', { ConnectionName, ProviderType, Tags });
  const { ConnectionArn = '' } = made as { ConnectionArn?: string };
  const [, id] = ConnectionArn.split('/');
  expect(id).toEqual(UUID);
  const arn = `arn:aws:${service}:us-east-1:000000000000:connection/${String(id)}`;
  expect(made).toEqual({ ConnectionArn: arn, Tags });

  const ConnectionStatus = 'PENDING';
  const connection = { ConnectionName, ConnectionArn, ProviderType, OwnerAccountId: '000000000000', ConnectionStatus };
  expect(await client.call(service, 'GetConnection', { ConnectionArn })).toEqual({ Connection: connection });
  const listed = await client.call(service, 'ListConnections', { ProviderTypeFilter: ProviderType });
  expect(listed).toEqual({ Connections: [connection] });

  const ResourceArn = ConnectionArn;
  const more = { ResourceArn, Tags: [{ Key: 'b', Value: '2' }] };
  expect(await client.call(service, 'TagResource', more)).toEqual({});
  expect(await client.call(service, 'UntagResource', { ResourceArn, TagKeys: ['team'] })).toEqual({});
  expect(await client.call(service, 'ListTagsForResource', { ResourceArn })).toEqual({ Tags: more.Tags });
  expect(await client.call(service, 'DeleteConnection', { ConnectionArn })).toEqual({});
  const gone = await client.call(service, 'GetConnection', { ConnectionArn });
  expect(gone).toEqual({ error: 'ResourceNotFoundException' });
}
