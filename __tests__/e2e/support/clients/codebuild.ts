import { TIME, until, type Client, type Parsed } from './client';

const ROLE = 'arn:aws:iam::000000000000:role/clients';

/** A project, and a build of it that is stopped. */
export async function useCodeBuild(client: Client): Promise<void> {
  const name = `project-${client.name}`;
  const call = (operation: string, input: object) => client.call('codebuild', operation, input);
  const environment = {
    type: 'LINUX_CONTAINER',
    image: 'aws/codebuild/standard:7.0',
    computeType: 'BUILD_GENERAL1_SMALL',
    environmentVariables: [{ name: 'WHO', value: 'all', type: 'PLAINTEXT' }],
    privilegedMode: false,
    imagePullCredentialsType: 'CODEBUILD',
  };
  const buildspec = JSON.stringify({ version: 0.2, phases: { build: { commands: ['sleep 600'] } } });
  const given = {
    name,
    source: { type: 'NO_SOURCE', buildspec },
    artifacts: { type: 'NO_ARTIFACTS' },
    environment,
    serviceRole: ROLE,
    tags: [{ key: 'team', value: 'a' }],
  };
  const project = {
    ...given,
    arn: `arn:aws:codebuild:us-east-1:000000000000:project/${name}`,
    cache: { type: 'NO_CACHE' },
    timeoutInMinutes: 60,
    queuedTimeoutInMinutes: 480,
    encryptionKey: 'arn:aws:kms:us-east-1:000000000000:alias/aws/s3',
    projectVisibility: 'PRIVATE',
    created: TIME,
    lastModified: TIME,
  };
  expect(await call('CreateProject', given)).toEqual({ project });
  const changed = { ...project, timeoutInMinutes: 15 };
  expect(await call('UpdateProject', { name, timeoutInMinutes: 15 })).toEqual({ project: changed });
  const projects = { projects: [changed], projectsNotFound: ['none'] };
  expect(await call('BatchGetProjects', { names: [name, 'none'] })).toEqual(projects);

  const { build: begun } = await call('StartBuild', { projectName: name });
  const { id } = begun as { readonly id: string };
  expect(begun).toMatchObject({
    id: expect.stringMatching(`^${name}:[0-9a-f-]{36}$`) as string,
    arn: `arn:aws:codebuild:us-east-1:000000000000:build/${id}`,
    buildNumber: 1,
    projectName: name,
    buildStatus: 'IN_PROGRESS',
    buildComplete: false,
    startTime: TIME,
    environment,
    timeoutInMinutes: 15,
  });
  expect(await call('ListBuildsForProject', { projectName: name })).toEqual({ ids: [id] });
  expect(await call('StopBuild', { id })).toMatchObject({ build: { id } });
  const build = await until(async () => {
    const { builds } = (await call('BatchGetBuilds', { ids: [id] })) as { readonly builds: readonly Parsed[] };
    return builds.find(({ buildComplete }) => buildComplete);
  });
  const { phases } = build as { readonly phases: readonly Parsed[] };
  expect(build).toMatchObject({ buildStatus: 'STOPPED', endTime: TIME, currentPhase: 'COMPLETED' });
  expect(phases[0]).toEqual({
    phaseType: 'SUBMITTED',
    phaseStatus: 'SUCCEEDED',
    startTime: TIME,
    endTime: TIME,
    contexts: [{ statusCode: '', message: '' }],
  });

  expect(await call('DeleteProject', { name })).toEqual({});
  expect(await call('StartBuild', { projectName: name })).toEqual({ error: 'ResourceNotFoundException' });
}
