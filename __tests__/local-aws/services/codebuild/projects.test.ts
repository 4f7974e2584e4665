import { BuildRoom, ROLE } from './build-room';

let room: BuildRoom;

beforeEach(async () => {
  room = await BuildRoom.start();
});

afterEach(() => room.stop());

const environment = { type: 'LINUX_CONTAINER', image: 'image', computeType: 'BUILD_GENERAL1_SMALL' };
const smallest = {
  name: 'demo',
  source: { type: 'CODEPIPELINE' },
  artifacts: { type: 'CODEPIPELINE' },
  environment,
  serviceRole: ROLE,
};
const ARN = 'arn:aws:codebuild:us-east-1:000000000000:project/demo';

const get = async (...names: string[]): Promise<unknown> => (await room.call('BatchGetProjects', { names })).projects;

test('a project has the documented defaults of what it was not given', async () => {
  await room.call('CreateProject', smallest);
  const time = expect.closeTo(room.runtime.clock.now() / 1000, -1) as number;
  expect(await get('demo')).toEqual([
    {
      ...smallest,
      arn: ARN,
      artifacts: { type: 'CODEPIPELINE', name: 'demo', packaging: 'NONE' },
      cache: { type: 'NO_CACHE' },
      encryptionKey: 'arn:aws:kms:us-east-1:000000000000:alias/aws/s3',
      environment: {
        ...environment,
        environmentVariables: [],
        imagePullCredentialsType: 'CODEBUILD',
        privilegedMode: false,
      },
      projectVisibility: 'PRIVATE',
      timeoutInMinutes: 60,
      queuedTimeoutInMinutes: 480,
      created: time,
      lastModified: time,
    },
  ]);
});

test('a project keeps what it was given; an update changes what it is given, and takes away what it empties', async () => {
  const kept = {
    queuedTimeoutInMinutes: 30,
    cache: { type: 'LOCAL', modes: ['LOCAL_SOURCE_CACHE'] },
    badgeEnabled: false,
  };
  const removable = { vpcConfig: { vpcId: 'vpc-1' }, concurrentBuildLimit: 2, encryptionKey: 'alias/mine' };
  await room.call('CreateProject', {
    ...smallest,
    ...kept,
    ...removable,
    description: 'made',
    tags: [{ key: 'a', value: '1' }],
  });
  await room.call('UpdateProject', { name: 'demo', timeoutInMinutes: 15, tags: [] });
  const { badgeEnabled, ...given } = kept;
  expect(await get(ARN)).toMatchObject([
    { ...given, badge: { badgeEnabled }, ...removable, description: 'made', timeoutInMinutes: 15, tags: [] },
  ]);
  await room.call('UpdateProject', { name: 'demo', vpcConfig: {}, concurrentBuildLimit: -1, encryptionKey: '' });
  const [changed] = (await get(ARN)) as [Record<string, unknown>];
  expect(changed).toMatchObject({
    encryptionKey: 'arn:aws:kms:us-east-1:000000000000:alias/aws/s3',
    timeoutInMinutes: 15,
  });
  expect([changed.vpcConfig, changed.concurrentBuildLimit]).toEqual([undefined, undefined]);
});

test('projects are gone when they are deleted, by name or by ARN', async () => {
  for (const name of ['demo', 'other', 'apart']) await room.call('CreateProject', { ...smallest, name });
  await room.call('DeleteProject', { name: ARN });
  await room.call('DeleteProject', { name: 'other' });
  expect(await room.call('BatchGetProjects', { names: ['demo', 'other', 'apart'] })).toMatchObject({
    projects: [{ name: 'apart' }],
    projectsNotFound: ['demo', 'other'],
  });
  expect(await room.call('DeleteProject', { name: 'never' })).toEqual({});
});

test('fails to make a project twice, to change one that is not there, and to do what is not here', async () => {
  await room.call('CreateProject', smallest);
  await expect(room.call('CreateProject', smallest)).rejects.toThrow(
    `ResourceAlreadyExistsException: Project already exists: ${ARN}`,
  );
  await expect(room.call('UpdateProject', { name: 'none' })).rejects.toThrow(/^ResourceNotFoundException/);
  await expect(room.call('StartBuildBatch', {})).rejects.toThrow(/^UnknownOperationException/);
});
