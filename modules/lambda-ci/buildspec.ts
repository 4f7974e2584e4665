import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../shared/package-root';
import type { BuildOptions } from './build-props';

/**
 * Where the images' tools keep what they download: pip, uv, Poetry, Yarn, Go; npm; pnpm; Maven; Gradle.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.cache.paths
 */
const CACHE_PATHS: readonly string[] = [
  '/root/.cache/**/*',
  '/root/.npm/**/*',
  '/root/.local/share/pnpm/store/**/*',
  '/root/.m2/**/*',
  '/root/.gradle/caches/**/*',
];

/** What the build specification is made of, beside its template. */
export interface BuildspecOptions extends Pick<BuildOptions, 'testCommands' | 'reports' | 'commands'> {
  /** Versions of languages; none where it is empty. */
  readonly runtimeVersions: Readonly<Record<string, string>>;
  /** Whether the tests run with the step that shows the difference, and not with the deploy that follows it. */
  readonly difference: boolean;
  /** Whether the source is a clone, of which commands may fetch more. */
  readonly clone: boolean;
  /** Whether a cache keeps what is downloaded. */
  readonly cache: boolean;
}

/**
 * The build specification: `templates/buildspec.yml`, in which each comment that begins with `@` gives way to what the
 * options say. Values are written as JSON, which is YAML, and commands as blocks, as they are.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
export function buildspecText(options: BuildspecOptions): string {
  const { runtimeVersions, difference, clone, testCommands = [], reports = {}, commands = {}, cache } = options;
  const { install = [], preBuild = [], postBuild = [] } = commands;
  const beforeBuild = [
    ...preBuild.map(inSource),
    ...testCommands.map((command) => strictly(command, difference ? 'difference' : undefined)),
  ];
  const slots: Readonly<Record<string, readonly string[]>> = {
    // https://docs.aws.amazon.com/codepipeline/latest/userguide/tutorials-github-gitclone.html
    'git-credential-helper': clone ? ['git-credential-helper: yes'] : [],
    'runtime-versions': section('runtime-versions', mapping(runtimeVersions)),
    install: install.map(inSource).flatMap(item),
    pre_build: section('pre_build', section('commands', beforeBuild.flatMap(item))),
    // In the phase of the deploy, since CodeBuild runs post_build after a build that failed, too.
    post_build: postBuild.map((command) => strictly(command, difference ? 'deploy' : undefined)).flatMap(item),
    reports: section('reports', mapping(mapValues(reports, report))),
    cache: section('cache', section('paths', cache ? CACHE_PATHS.map((path) => `- ${JSON.stringify(path)}`) : [])),
  };
  const template = readFileSync(join(packageRoot(__dirname), 'templates', 'buildspec.yml'), 'utf8');
  return template.replace(/^( *)# @([a-z_-]+)\n/gm, (_, indent: string, slot: string) =>
    (slots[slot] ?? []).map((line) => `${line === '' ? '' : indent}${line}\n`).join(''),
  );
}

/** A command in the shell of all commands, so that what it exports is there for the next. */
function inSource(command: string): string {
  return `cd "$LAMBDA_CI_SOURCE"\n${command}`;
}

/**
 * A command that fails where any part of it fails, of a pipe too: in a shell of its own, since the errors of one that runs in
 * another's condition count for nothing.
 *
 * @param step the one step that it is for; undefined where there is only one
 */
function strictly(command: string, step: string | undefined): string {
  const strict = `cd "$LAMBDA_CI_SOURCE" && bash -e -o pipefail -c '${command.replaceAll("'", `'\\''`)}'`;
  return step === undefined ? strict : `if [ "$LAMBDA_CI_STEP" = ${step} ]; then\n${strict}\nfi`;
}

function report({
  files,
  fileFormat = 'JUNITXML',
  baseDirectory,
}: NonNullable<BuildOptions['reports']>[string]): object {
  return { files, 'file-format': fileFormat, 'base-directory': baseDirectory };
}

/** An item of a list, as a block. */
function item(command: string): string[] {
  return ['- |-', ...command.split('\n').map((line) => (line === '' ? '' : `  ${line}`))];
}

/** A key and what lies under it; nothing where nothing does. */
function section(key: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${key}:`, ...lines.map((line) => (line === '' ? '' : `  ${line}`))];
}

function mapping(values: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(values).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
}

function mapValues<T, R>(values: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
