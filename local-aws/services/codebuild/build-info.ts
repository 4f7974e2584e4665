import type { ServiceEvent } from '../events/events';
import type { Build } from './build';

/**
 * What BatchGetBuilds answers of a build.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Build.html
 */
export function buildInfo(build: Build): object {
  const { id, arn, startTime, endTime, phases, sourceVersion } = build;
  const { initiator, outputs, sourceVersion: resolvedSourceVersion } = build.request;
  const { source, cache, environment, serviceRole, encryptionKey, vpcConfig } = build.project;
  const { timeoutInMinutes, queuedTimeoutInMinutes, logsConfig } = build.project;
  const [output] = outputs;
  return {
    ...{ id, arn, startTime, endTime, phases, sourceVersion, initiator },
    ...{ source, cache, environment, serviceRole, encryptionKey, vpcConfig, timeoutInMinutes, queuedTimeoutInMinutes },
    buildNumber: build.number,
    projectName: build.project.name,
    currentPhase: phases.at(-1)?.phaseType,
    buildStatus: build.status,
    buildComplete: endTime !== undefined,
    resolvedSourceVersion: resolvedSourceVersion || undefined,
    artifacts: { location: output === undefined ? '' : `arn:aws:s3:::${output.bucket}/${output.key}` },
    logs: { ...build.log, deepLink: build.logUrl, ...logsConfig },
    exportedEnvironmentVariables: Object.entries(build.exported).map(([name, value]) => ({ name, value })),
  };
}

/**
 * The event of a build's state; of what the user guide shows as additional information, that which BatchGetBuilds tells
 * anyway is left out.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html#sample-build-notifications-ref
 */
export function buildEvent(build: Build): ServiceEvent {
  const { groupName, streamName } = build.log;
  const logs = { 'group-name': groupName, 'stream-name': streamName, 'deep-link': build.logUrl };
  return {
    source: 'aws.codebuild',
    detailType: 'CodeBuild Build State Change',
    resources: [build.arn],
    detail: {
      'build-status': build.status,
      'project-name': build.project.name,
      'build-id': build.arn,
      'current-phase': build.phases.at(-1)?.phaseType ?? 'SUBMITTED',
      'additional-information': { initiator: build.request.initiator, logs },
      version: '1',
    },
  };
}
