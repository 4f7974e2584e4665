import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { readText } from '../../text';
import type { RecipeInput } from '../recipe';
import { decidingContent, decidingLockContent, readManifest } from './manifest';
import { GENERATED_CLIENT, generatedClient } from './prisma-client';
import type { NodeProject } from './project';

/** Settings that say from where and as whom, and not what. */
const NOT_DECIDING =
  /registry|^\/\/|auth|passw|token|username|email|proxy|^(ca|cafile|cert|key|cache|store-dir)$|loglevel/i;

/** Files beside the lock that decide what comes out. */
export const SETTINGS_FILES = ['.npmrc', '.yarnrc', '.yarnrc.yml', '.pnpmfile.cjs', 'pnpm-workspace.yaml'] as const;

/** Directories of patches: pnpm's and Yarn's. */
export const PATCH_DIRECTORIES = ['patches', '.yarn/patches'] as const;

/** What of a project decides what is installed for it. */
export async function projectInputs(project: NodeProject): Promise<RecipeInput[]> {
  const { root, lock, member, manifest, locals, archives } = project;
  const at = (name: string): string => join(root, name);
  const inputs: RecipeInput[] = [
    { name: `${member}/package.json`, path: join(at(member), 'package.json'), content: decidingContent(manifest) },
  ];
  if (member !== '.') {
    const content = decidingContent((await readManifest(root)) ?? {});
    inputs.push({ name: './package.json', path: at('package.json'), content });
  }
  if (lock !== undefined) {
    const text = (await readText(at(lock))) ?? '';
    const content = lock.endsWith('.json') ? decidingLockContent(text, at(lock)) : text.replaceAll('\r\n', '\n');
    inputs.push({ name: lock, path: at(lock), content });
  }
  for (const name of SETTINGS_FILES) {
    const text = await readText(at(name));
    if (text !== undefined) inputs.push({ name, path: at(name), content: decidingLines(text) });
  }
  const present = PATCH_DIRECTORIES.filter((name) => existsSync(at(name)));
  const client = await generatedClient(project);
  if (client !== undefined) inputs.push({ name: GENERATED_CLIENT, path: client, counts: () => true });
  return [...inputs, ...[...present, ...locals, ...archives].map((name) => ({ name, path: at(name) }))];
}

/** Lines about registries and credentials differ between machines, and a CI writes some of them as it goes. */
function decidingLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^[#;]/.test(line))
    .filter((line) => !NOT_DECIDING.test(line.split(/[=:]?\s|=/)[0] ?? ''))
    .join('\n');
}
