import { isAbsolute } from 'node:path';
import { userInfo } from 'node:os';

import { CodelessError } from '../../errors';
import type { Architecture } from '../../settings/settings';
import { findProgram } from './find-program';
import type { ToolCall } from './toolbox';

/** Where dependencies are built that must be compiled. */
export interface ContainerOptions {
  readonly image: string;
  readonly architecture: Architecture;
  /** Directories of this machine that are seen in there under the same paths. */
  readonly directories: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

const PLATFORMS: Readonly<Record<Architecture, string>> = { x86_64: 'linux/amd64', arm64: 'linux/arm64' };

/** Variables that mean something to the builders. */
const BUILDER_VARIABLE = /^(pip|uv|npm_config|npm|yarn|pnpm|codeless|corepack)_|^(https?|no|all)_proxy$|token$/i;

/** A container that runs tools by `docker`, as the user, so that what it writes is theirs. */
export class Container {
  readonly #docker: string;

  /** @throws CodelessError `DockerMissing` */
  constructor(private readonly options: ContainerOptions) {
    const docker = findProgram('docker', options.env);
    if (docker === undefined) {
      const message = `dependencies are to be built in ${options.image}, but docker is not on PATH`;
      throw new CodelessError('build', 'DockerMissing', message, {
        hint: 'Install Docker, or leave the image out to install packages that are built already',
      });
    }
    this.#docker = docker;
  }

  /**
   * The call of docker that runs a tool in the container.
   *
   * @param env the user's: of it the container sees what concerns the builders, by name, so that no value is in the argv;
   *   paths of this machine mean nothing in there
   */
  wrap(call: ToolCall, env: NodeJS.ProcessEnv): ToolCall {
    const { image, architecture, directories } = this.options;
    const passed = Object.keys(env).filter((name) => BUILDER_VARIABLE.test(name) && !isAbsolute(env[name] ?? ''));
    const own = Object.keys(call.env ?? {}).filter((name) => call.env?.[name] !== undefined);
    const names = [...new Set([...passed, ...own])].sort();
    const args = [
      ...['run', '--rm', '--init', '--platform', PLATFORMS[architecture], ...user()],
      ...directories.flatMap((directory) => ['--volume', `${directory}:${directory}`]),
      ...['--workdir', call.cwd, '--env', 'HOME=/tmp', ...names.flatMap((name) => ['--env', name])],
      ...['--entrypoint', call.program, image, ...call.args],
    ];
    return { ...call, program: this.#docker, args };
  }
}

/** Windows has no numbers for users, and Docker there needs none. */
function user(): string[] {
  const { uid, gid } = userInfo();
  return uid < 0 ? [] : ['--user', `${uid}:${gid}`];
}
