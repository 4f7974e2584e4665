import { existsSync, readdirSync } from 'node:fs';
import { cp, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { CodelessError } from '../../errors';
import { isGenerated } from './generated-code';
import { lookUp } from './installed-packages';
import type { BinaryTarget } from './native-binary';
import type { NodeProject } from './project';

export const PRISMA_CLIENT = '@prisma/client';

/** What it loads by this name, which no package manager installs. */
export const GENERATED_CLIENT = '.prisma/client';

/** The first Node.js on Amazon Linux 2023, which has OpenSSL 3. */
const FIRST_WITH_OPENSSL_3 = 20;

const ENGINE = /^(?:lib)?query[-_]engine-(.+?)(?:\.so\.node)?$/;

/** Where `prisma generate` looks for a schema. */
const SCHEMAS = ['schema.prisma', 'prisma/schema.prisma', 'prisma/schema'];

/**
 * The client that `prisma generate` has made in the project's own `node_modules`.
 *
 * @returns undefined where there is none, or only the one that throws until it is generated
 */
export async function generatedClient(project: NodeProject): Promise<string | undefined> {
  if (await isGeneratedElsewhere(project)) return undefined;
  for (const directory of directoriesOf(project)) {
    const client = await clientBeside(directory, project.root);
    if (client !== undefined && isGenerated(join(client, 'index'))) return client;
  }
  return undefined;
}

/**
 * Puts the client that the project has generated where the installed package finds it.
 *
 * @param root the copied root
 * @throws CodelessError with exit `build`, `BinaryMisfit`
 */
export async function takeGeneratedClient(project: NodeProject, root: string, target: BinaryTarget): Promise<void> {
  const from = await generatedClient(project);
  if (from === undefined) return;
  for (const directory of directoriesOf({ ...project, root })) {
    const to = await clientBeside(directory, root);
    if (to === undefined) continue;
    requireEngine(from, target);
    await cp(from, to, { recursive: true, force: true });
  }
}

/** Whether the project has Prisma's client generated into a directory of its own, from where it is loaded instead. */
export async function isGeneratedElsewhere(project: NodeProject): Promise<boolean> {
  for (const directory of directoriesOf(project)) {
    for (const schema of SCHEMAS.flatMap((name) => schemaFiles(join(directory, name)))) {
      const generators = (await readFile(schema, 'utf8')).match(/^\s*generator\s[^{]*\{[^}]*\}/gm) ?? [];
      const clients = generators.filter((text) => /^\s*provider\s*=\s*"prisma-client/m.test(text));
      if (clients.some((text) => /^\s*output\s*=/m.test(text))) return true;
    }
  }
  return false;
}

function schemaFiles(path: string): string[] {
  if (!existsSync(path)) return [];
  if (path.endsWith('.prisma')) return [path];
  return readdirSync(path)
    .filter((name) => name.endsWith('.prisma'))
    .map((name) => join(path, name));
}

function directoriesOf({ root, member, locals }: NodeProject): string[] {
  return [...new Set([member, ...locals, '.'])].map((path) => join(root, path));
}

async function clientBeside(directory: string, base: string): Promise<string | undefined> {
  const installed = lookUp(directory, PRISMA_CLIENT, base);
  return installed === undefined ? undefined : join(dirname(dirname(await realpath(installed))), GENERATED_CLIENT);
}

/** Prisma looks for an engine by the name of the platform that it runs on, and takes no other. */
function requireEngine(client: string, { architecture, version }: BinaryTarget): void {
  const engines = readdirSync(client).flatMap((name) => ENGINE.exec(name)?.[1] ?? []);
  const openssl = Number(version) < FIRST_WITH_OPENSSL_3 ? '1.0.x' : '3.0.x';
  const wanted = `${architecture === 'arm64' ? 'linux-arm64' : 'rhel'}-openssl-${openssl}`;
  if (engines.length === 0 || engines.includes(wanted)) return;
  const message = `the generated client of Prisma has an engine for ${engines.join(', ')}, and Lambda needs ${wanted}`;
  throw new CodelessError('build', 'BinaryMisfit', message, {
    hint: `Put binaryTargets = ["native", "${wanted}"] into the generator of schema.prisma, and run prisma generate again.`,
  });
}
