import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { runCommand, type CommandOptions, type CommandResult } from './command';
import { findProviderFolders } from './provider-folders';
import type { RequiredProvider } from './stack';
import type { Terraform } from './terraform';

type RequiredProviders = Readonly<Record<string, RequiredProvider>>;

/** What of the stack's configuration decides which providers it needs. */
export interface ProviderSettings {
  readonly DEMO_PLACEHOLDER: 'archive' | 'prebuilt';
  readonly DEMO_RELEASE_TRIGGER: 'release' | 'tag';
}

/** The stack with the AWS provider and those that a few of its parts need. */
export const ALL: ProviderSettings = { DEMO_PLACEHOLDER: 'archive', DEMO_RELEASE_TRIGGER: 'release' };

/** The stack with the AWS provider alone. */
export const AWS_ALONE: ProviderSettings = { DEMO_PLACEHOLDER: 'prebuilt', DEMO_RELEASE_TRIGGER: 'tag' };

/** Providers that Terraform installed, for the whole tour to use. */
export interface InstalledProviders {
  /** A folder laid out as a provider mirror. */
  readonly mirror: string;
  /** Name and version of each, as Terraform reports them: `hashicorp/aws v5.100.0`. */
  readonly packages: readonly string[];
  /** How the stack has to be with these providers. */
  readonly settings: ProviderSettings;
  /** The folders of this machine that they come from; none when Terraform knew by itself. */
  readonly folders: readonly string[];
}

/** What {@link installProviders} works with. */
export interface ProviderInstallation {
  readonly terraform: Terraform;
  /** The `required_providers` of the stack, as synthesized with some settings. */
  readonly required: (settings: ProviderSettings) => Promise<RequiredProviders>;
  /** A folder that outlives the tour, where downloaded providers are kept. */
  readonly cache: string;
  /** A folder of this run. */
  readonly work: string;
  /** How terraform is run, in the caller's environment. */
  readonly command: Omit<CommandOptions, 'cwd'>;
  /** Looks for mirrors on this machine. */
  readonly findFolders?: typeof findProviderFolders;
}

/** No way leads to the providers: what Terraform said when it tried first. */
export interface ProvidersNotFound {
  readonly output: readonly string[];
}

/**
 * Lets Terraform install the stack's providers: from the cache of an earlier run, in the way that the caller has set
 * up, else from mirrors found on this machine. Where only the AWS provider can be had, the
 * stack makes do with it.
 */
export async function installProviders(
  installation: ProviderInstallation,
): Promise<InstalledProviders | ProvidersNotFound> {
  let first: readonly string[] | undefined;
  for (const settings of [ALL, AWS_ALONE]) {
    const required = await installation.required(settings);
    const sources = Object.values(required).map(({ source }) => source);
    const folders = (installation.findFolders ?? findProviderFolders)(sources, installation.command.env);
    for (const from of folders.length > 0 ? [[], folders] : [[]]) {
      const attempt = await install(installation, required, from);
      if ('mirror' in attempt) return { ...attempt, settings, folders: from };
      first ??= attempt.output;
    }
  }
  return { output: first ?? [] };
}

/** The settings file with which Terraform installs from these mirrors and asks no registry. */
export function mirrorConfiguration(mirrors: readonly string[]): string {
  const blocks = mirrors.map((mirror) => `  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n`);
  return `disable_checkpoint = true\n\nprovider_installation {\n${blocks.join('')}}\n`;
}

/** The variables with which Terraform, and the cdktf that runs it, use these providers and nothing else. */
export function terraformEnvironment(
  { mirror }: InstalledProviders,
  { program }: Terraform,
  work: string,
): Readonly<Record<string, string>> {
  const file = join(work, 'mirror.tfrc');
  writeFileSync(file, mirrorConfiguration([mirror]));
  return {
    TF_CLI_CONFIG_FILE: file,
    TERRAFORM_BINARY_NAME: program,
    CHECKPOINT_DISABLE: '1',
    CDKTF_HOME: join(work, 'cdktf-home'),
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: 'true',
  };
}

async function install(
  installation: ProviderInstallation,
  required: RequiredProviders,
  folders: readonly string[],
): Promise<Pick<InstalledProviders, 'mirror' | 'packages'> | ProvidersNotFound> {
  const configuration = JSON.stringify({ terraform: { required_providers: required } });
  const key = createHash('sha256').update(configuration).digest('hex').slice(0, 16);
  const kept = join(installation.cache, key);
  if (existsSync(kept)) {
    const result = await init(installation, kept, [], ['-lockfile=readonly']);
    if (result.code === 0) return installed(kept, result);
    rmSync(kept, { recursive: true, force: true });
  }
  const fresh = join(installation.cache, `${key}.${process.pid}`);
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  writeFileSync(join(fresh, 'providers.tf.json'), configuration);
  const result = await init(installation, fresh, folders);
  if (result.code !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    return { output: result.output };
  }
  return installed(keep(fresh, kept, installation.work), result);
}

function init(
  installation: ProviderInstallation,
  folder: string,
  folders: readonly string[],
  flags: readonly string[] = [],
): Promise<CommandResult> {
  const env = { ...installation.command.env };
  if (folders.length > 0) {
    env.TF_CLI_CONFIG_FILE = join(installation.work, 'folders.tfrc');
    writeFileSync(env.TF_CLI_CONFIG_FILE, mirrorConfiguration(folders));
    delete env.TF_PLUGIN_CACHE_DIR;
  }
  const args = ['init', '-backend=false', '-input=false', '-no-color', ...flags];
  return runCommand(installation.terraform.program, args, { ...installation.command, env, cwd: folder });
}

/** Keeps downloaded packages for the next run. Links into a mirror of this machine serve this run alone. */
function keep(fresh: string, kept: string, work: string): string {
  const downloaded = readdirSync(join(fresh, '.terraform', 'providers'), { recursive: true, withFileTypes: true });
  if (downloaded.some((entry) => entry.isSymbolicLink())) {
    const own = join(work, 'providers');
    cpSync(fresh, own, { recursive: true, verbatimSymlinks: true });
    rmSync(fresh, { recursive: true, force: true });
    return own;
  }
  try {
    renameSync(fresh, kept);
  } catch (error) {
    // Another run was faster: its packages are the same.
    if (!existsSync(kept)) throw error;
    rmSync(fresh, { recursive: true, force: true });
  }
  return kept;
}

function installed(folder: string, { output }: CommandResult): Pick<InstalledProviders, 'mirror' | 'packages'> {
  const packages = output.flatMap(
    (line) => /^- (?:Installed|Using previously-installed) (\S+ v\S+)/.exec(line)?.[1] ?? [],
  );
  return { mirror: join(folder, '.terraform', 'providers'), packages };
}
