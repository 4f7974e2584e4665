import { Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { DeployTarget } from '../codeless-lambda';
import { checkLength, checkLogRetention, checkOneOf, checkPattern, checkRolePath, isKnown } from '../shared/checks';
import { checkTags } from '../shared/tags';
import { ValidationError } from '../shared/validation-error';
import type { BuildOptions, TestReport } from './build-props';
import type { LambdaBuildProps } from './lambda-build-props';

const FILE_FORMATS: readonly NonNullable<TestReport['fileFormat']>[] = [
  'CUCUMBERJSON',
  'JUNITXML',
  'NUNITXML',
  'NUNIT3XML',
  'TESTNGXML',
  'VISUALSTUDIOTRX',
  'CLOVERXML',
  'COBERTURAXML',
  'JACOCOXML',
  'SIMPLECOV',
];
/** @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateReportGroup.html */
const MAX_REPORT_GROUP_NAME = 128;
/** The oldest Node.js of AWS's images that runs the program. */
const MIN_NODEJS = 20;
/** Text without characters that YAML has no place for. */
// eslint-disable-next-line no-control-regex -- these are what must not be there
const COMMAND = /^(?=[^]*\S)[^\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]*$/;

/** Throws where a build specification could not be made of the options, or would not do what they say. */
export function checkSteps(scope: IConstruct, options: BuildOptions, projectName: string): void {
  const { buildspec, runtimeVersions = {}, testCommands = [], commands = {}, reports = {} } = options;
  if (buildspec !== undefined) {
    checkLength(scope, 'EmptyBuildspec', 'buildspec', buildspec, 1, Infinity);
    for (const name of ['testCommands', 'reports', 'commands', 'runtimeVersions'] as const) {
      if (options[name] !== undefined) {
        throw new ValidationError(
          'StepsWithBuildspec',
          scope,
          `'${name}' must not come with 'buildspec', got both: write it into the build specification`,
        );
      }
    }
  }
  const lists = { testCommands, ...prefixed('commands.', commands) };
  for (const [name, list] of Object.entries(lists)) {
    for (const command of list) {
      checkPattern(scope, 'InvalidCommand', name, command, COMMAND, 'of commands of printable characters');
    }
  }
  for (const [name, version] of Object.entries(runtimeVersions)) {
    checkRuntimeVersion(scope, name, version);
  }
  for (const [name, report] of Object.entries(reports)) {
    checkReport(scope, name, report, projectName);
  }
}

/** Throws where the project, its role or its logs could not be made. */
export function checkProject(scope: IConstruct, props: LambdaBuildProps, target: DeployTarget): void {
  checkRolePath(scope, props.rolePath);
  checkLogRetention(scope, props.logRetentionInDays);
  checkTags(scope, props.tags);
  checkPattern(
    scope,
    'InvalidPrefix',
    'artifactPrefix',
    props.artifactPrefix,
    /^.*[^/]\/$/,
    "text with one '/' at its end",
  );
  if (Token.isUnresolved(target.layers) || Token.isUnresolved(target.alarms)) {
    throw new ValidationError(
      'TargetListToken',
      scope,
      `'layers' and 'alarms' of the function must be lists known at synth, got a list known to Terraform alone; their entries may be tokens`,
    );
  }
}

function checkRuntimeVersion(scope: IConstruct, name: string, version: string): void {
  checkPattern(scope, 'InvalidRuntime', 'runtimeVersions', name, /^[a-z]+$/, 'of languages such as python');
  const prop = `runtimeVersions.${name}`;
  checkPattern(scope, 'InvalidRuntimeVersion', prop, version, /^[\w.-]+$/, "a version such as '3.13'");
  const major = isKnown(version) ? /^\d+/.exec(version)?.[0] : undefined;
  if (name === 'nodejs' && major !== undefined && Number(major) < MIN_NODEJS) {
    throw new ValidationError(
      'NodejsTooOld',
      scope,
      `'runtimeVersions.nodejs' must be at least ${MIN_NODEJS}, which the program needs, got '${version}'`,
    );
  }
}

function checkReport(scope: IConstruct, name: string, { files, fileFormat }: TestReport, projectName: string): void {
  checkPattern(scope, 'InvalidReportName', 'reports', name, /^[\w-]+$/, "of names of letters, digits, '-' and '_'");
  checkLength(scope, 'ReportGroupNameTooLong', `reports.${name}`, `${projectName}-${name}`, 0, MAX_REPORT_GROUP_NAME);
  checkLength(scope, 'NoReportFiles', `reports.${name}.files`, files, 1, Infinity);
  checkOneOf(scope, 'InvalidFileFormat', `reports.${name}.fileFormat`, fileFormat, FILE_FORMATS);
}

function prefixed<T extends object>(prefix: string, values: T): Record<string, T[keyof T]> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [prefix + key, value as T[keyof T]]));
}
