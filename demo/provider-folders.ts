import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const REGISTRY = 'registry.terraform.io';

/** Folders one level under which people keep mirrors. */
const SOFTWARE = ['/opt', '/srv', '/usr/local', '/usr/local/lib', '/usr/local/share', '/usr/lib', '/usr/share'];

/**
 * The folders of this machine that are laid out as a Terraform provider mirror and hold one of the providers, packed or
 * unpacked, of whatever version: the plugin cache, Terraform's implied mirrors, and `X/registry.terraform.io` one level
 * under the usual software folders.
 *
 * @param sources providers as in `required_providers`: `aws`, `hashicorp/aws`
 * @param software the software folders to look under; the home folder is always looked at
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 */
export function findProviderFolders(
  sources: readonly string[],
  env: NodeJS.ProcessEnv,
  software: readonly string[] = SOFTWARE,
): readonly string[] {
  const home = env.HOME ?? homedir();
  const candidates = [
    ...(env.TF_PLUGIN_CACHE_DIR === undefined ? [] : [env.TF_PLUGIN_CACHE_DIR]),
    ...impliedMirrors(home, env),
    join(home, '.terraform.d', 'plugin-cache'),
    ...[...software, home].flatMap((folder) => [folder, ...subfolders(folder)]),
  ];
  return [...new Set(candidates)].filter((folder) =>
    sources.some((source) => existsSync(join(folder, address(source)))),
  );
}

/** The whole address of a provider: `aws` and `hashicorp/aws` are short for `registry.terraform.io/hashicorp/aws`. */
function address(source: string): string {
  const [type = '', namespace = 'hashicorp', host = REGISTRY] = source.split('/').reverse();
  return join(host, namespace, type);
}

function impliedMirrors(home: string, env: NodeJS.ProcessEnv): readonly string[] {
  const data = env.XDG_DATA_HOME ?? join(home, '.local', 'share');
  const shared = (env.XDG_DATA_DIRS ?? '/usr/local/share:/usr/share').split(':');
  return [
    join(process.cwd(), 'terraform.d', 'plugins'),
    join(home, '.terraform.d', 'plugins'),
    ...[data, ...shared].map((folder) => join(folder, 'terraform', 'plugins')),
    join(home, 'Library', 'Application Support', 'io.terraform', 'plugins'),
    '/Library/Application Support/io.terraform/plugins',
  ];
}

function subfolders(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}
