import type { ServiceEvent } from '../events/events';
import type { Build, Phase } from './build';

/**
 * What BatchGetBuilds answers of a build.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Build.html
 */
export function buildInfo(build: Build): Record<string, unknown> {
  const { project, number, initiator, sourceVersion, runtime } = build.options;
  const { groupName, streamName, isEnabled } = build.log;
  const { source, secondarySources, secondarySourceVersions, cache, environment, serviceRole, encryptionKey } = project;
  const { timeoutInMinutes, queuedTimeoutInMinutes, vpcConfig, logsConfig } = project;
  const logArn = `arn:aws:logs:${runtime.region}:${runtime.account}:log-group:${groupName}:log-stream:${streamName}`;
  return {
    id: build.id,
    arn: build.arn,
    buildNumber: number,
    startTime: build.startTime,
    endTime: build.endTime,
    currentPhase: build.phases.at(-1)?.phaseType,
    buildStatus: build.status,
    sourceVersion,
    resolvedSourceVersion: build.resolvedSourceVersion,
    projectName: project.name,
    phases: build.phases,
    ...{ source, secondarySources, secondarySourceVersions, cache, environment, serviceRole, encryptionKey },
    artifacts: build.uploaded.find(({ artifactIdentifier }) => artifactIdentifier === undefined) ?? { location: '' },
    secondaryArtifacts: build.uploaded.filter(({ artifactIdentifier }) => artifactIdentifier !== undefined),
    logs: isEnabled
      ? { groupName, streamName, deepLink: build.logUrl, cloudWatchLogsArn: logArn, ...logsConfig }
      : { ...logsConfig },
    ...{ timeoutInMinutes, queuedTimeoutInMinutes, vpcConfig, initiator },
    buildComplete: build.endTime !== undefined,
    exportedEnvironmentVariables: Object.entries(build.exported).map(([name, value]) => ({ name, value })),
  };
}

/**
 * The event of a build's state or, with a phase, of the phase's end; of what the user guide shows as additional
 * information, that which BatchGetBuilds tells anyway is left out.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html#sample-build-notifications-ref
 */
export function buildEvent(build: Build, phase?: Phase): ServiceEvent {
  const { project, initiator, sourceVersion } = build.options;
  const information = {
    'timeout-in-minutes': project.timeoutInMinutes,
    'build-complete': build.endTime !== undefined,
    initiator,
    'build-start-time': dateText(build.startTime),
    source: { location: project.source.location, type: project.source.type },
    ...(sourceVersion !== undefined && { 'source-version': sourceVersion }),
    logs: { 'group-name': build.log.groupName, 'stream-name': build.log.streamName, 'deep-link': build.logUrl },
  };
  const common = {
    'project-name': project.name,
    'build-id': build.arn,
    'additional-information': information,
    version: '1',
  };
  const state = {
    'build-status': build.status,
    'current-phase': build.phases.at(-1)?.phaseType ?? 'SUBMITTED',
    'current-phase-context': contextText(build.phases.at(-1)),
  };
  const change = phase && {
    'completed-phase': phase.phaseType,
    'completed-phase-status': phase.phaseStatus,
    'completed-phase-context': contextText(phase),
    'completed-phase-duration-seconds': phase.durationInSeconds,
    'completed-phase-start': dateText(phase.startTime),
    'completed-phase-end': dateText(phase.endTime ?? phase.startTime),
  };
  return {
    source: 'aws.codebuild',
    detailType: phase === undefined ? 'CodeBuild Build State Change' : 'CodeBuild Build Phase Change',
    resources: [build.arn],
    detail: { ...common, ...(change ?? state) },
  };
}

function contextText(phase: Phase | undefined): string {
  const told = (phase?.contexts ?? []).filter(({ message }) => message !== '');
  return `[${told.map(({ statusCode, message }) => `${statusCode}: ${message}`).join(', ')}]`;
}

/** Such as `Sep 1, 2017 4:12:29 PM`. */
function dateText(seconds: number): string {
  const format = { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' } as const;
  return new Date(seconds * 1000)
    .toLocaleString('en-US', format)
    .replace(/(\d{4}),/, '$1')
    .replace(/\s/g, ' ');
}
