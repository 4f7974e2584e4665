import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { DependencyBuilds } from './dependency-builds';
import type { DependencyTools } from './dependency-tools';

/** Who locks a workspace. */
export type WorkspaceManager = 'npm' | 'pnpm' | 'yarn 1' | 'yarn 4';

/** How each one locks without installing, where it can. */
const LOCK: Readonly<Record<WorkspaceManager, readonly string[]>> = {
  npm: ['npm', 'install', '--package-lock-only', '--ignore-scripts', '--no-audit'],
  pnpm: ['pnpm', 'install', '--lockfile-only', '--ignore-scripts'],
  'yarn 1': ['yarn', 'install', '--ignore-scripts', '--non-interactive'],
  'yarn 4': ['yarn', 'install', '--mode=update-lockfile'],
};

const PNPM_WORKSPACE = 'packages:\n  - packages/*\nlinkWorkspacePackages: true\n';

/** One workspace, locked by each package manager once. */
export class NodeWorkspaces {
  private readonly locked = new Map<WorkspaceManager, Promise<string>>();

  constructor(
    private readonly fixture: string,
    private readonly builds: DependencyBuilds,
    private readonly tools: DependencyTools,
  ) {}

  /** What a manager's program is found with. */
  public env(manager: WorkspaceManager): Readonly<Record<string, string>> {
    return manager === 'yarn 4' ? this.tools.modernYarnEnv : this.tools.env;
  }

  /** A copy of the workspace with the manager's lock file, and nothing installed. */
  public async create(manager: WorkspaceManager): Promise<string> {
    const locked = this.locked.get(manager) ?? this.lock(manager);
    this.locked.set(manager, locked);
    return this.builds.copy(await locked);
  }

  private async lock(manager: WorkspaceManager): Promise<string> {
    const project = this.builds.copy(this.fixture);
    if (manager === 'pnpm') writeFileSync(join(project, 'pnpm-workspace.yaml'), PNPM_WORKSPACE);
    // Without it Yarn looks for a project further up.
    if (manager === 'yarn 4') writeFileSync(join(project, 'yarn.lock'), '');
    const env = { ...this.env(manager), YARN_ENABLE_IMMUTABLE_INSTALLS: '0' };
    await this.tools.run(project, LOCK[manager], env);
    for (const name of [
      'node_modules',
      'packages/app/node_modules',
      'packages/lib/node_modules',
      'packages/deep/node_modules',
      '.yarn',
    ]) {
      rmSync(join(project, name), { recursive: true, force: true });
    }
    return project;
  }
}

/** Asks for another version of a package than the lock file has. */
export function askForAnother(project: string, [from, to]: readonly [string, string]): void {
  const manifest = join(project, 'package.json');
  const text = readFileSync(manifest, 'utf8');
  if (!text.includes(from)) throw new Error(`${manifest} has no ${from}`);
  writeFileSync(manifest, text.replace(from, to));
}
