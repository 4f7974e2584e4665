import type { Client } from './client';

const FAILED = 'codepipeline-pipeline-pipeline-execution-failed';

/** Notification rules and their targets. */
export async function useNotifications(client: Client): Promise<void> {
  const target = { TargetType: 'SNS', TargetAddress: 'arn:aws:sns:us-east-1:000000000000:none' };
  const given = {
    Name: `rule-${client.name}`,
    EventTypeIds: [FAILED],
    Resource: 'arn:aws:codepipeline:us-east-1:000000000000:none',
    Targets: [target],
    DetailType: 'FULL',
    Tags: { team: 'a' },
  };
  const call = (operation: string, input: object) => client.call('codestar-notifications', operation, input);
  const { Arn = '' } = (await call('CreateNotificationRule', given)) as { Arn?: string };
  const [, Id = ''] = Arn.split('/');
  expect(Id).toMatch(/^[0-9a-f]{40}$/);
  expect(Arn).toBe(`arn:aws:codestar-notifications:us-east-1:000000000000:notificationrule/${Id}`);
  expect(await call('ListNotificationRules', {})).toEqual({ NotificationRules: [{ Arn, Id }] });

  expect(await call('UpdateNotificationRule', { Arn, Status: 'DISABLED', DetailType: 'BASIC' })).toEqual({});
  expect(await call('TagResource', { Arn, Tags: { b: '2' } })).toEqual({ Tags: { team: 'a', b: '2' } });
  expect(await call('UntagResource', { Arn, TagKeys: ['team'] })).toEqual({});
  expect(await call('ListTagsForResource', { Arn })).toEqual({ Tags: { b: '2' } });
  const unreachable = { ...target, TargetStatus: 'UNREACHABLE' };
  expect(await call('DescribeNotificationRule', { Arn })).toEqual({
    Arn,
    Name: given.Name,
    Resource: given.Resource,
    Status: 'DISABLED',
    DetailType: 'BASIC',
    EventTypes: [
      {
        EventTypeId: FAILED,
        EventTypeName: 'Pipeline execution: Failed',
        ServiceName: 'CodePipeline',
        ResourceType: 'Pipeline',
      },
    ],
    Targets: [unreachable],
    Tags: { b: '2' },
  });

  expect(await call('ListTargets', {})).toEqual({ Targets: [unreachable] });
  const { TargetAddress } = target;
  expect(await call('DeleteTarget', { TargetAddress })).toEqual({ error: 'ValidationException' });
  expect(await call('DeleteNotificationRule', { Arn })).toEqual({ Arn });
  expect(await call('DeleteTarget', { TargetAddress })).toEqual({});
  expect(await call('ListTargets', {})).toEqual({ Targets: [] });
}
