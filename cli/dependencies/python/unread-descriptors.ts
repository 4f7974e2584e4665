import { join } from 'node:path';

import { CodelessError } from '../../errors';
import { isTable, readText } from '../../text';
import { isFile } from '../is-file';
import { parseRequirement } from './pep508';
import { parseRequirements } from './requirements-file';

/** A file that says what a project needs, and is not installed from. */
interface Unread {
  readonly name: string;
  /** How something comes out of it that is. */
  readonly remedy: string;
  /** What it asks for: to be told. */
  readonly asks: (text: string, file: string) => string[] | Promise<string[]>;
}

const UNREAD: readonly Unread[] = [
  { name: 'pylock.toml', remedy: 'Run `uv lock` in its project and commit the uv.lock', asks: ofPylock },
  compiled('requirements.in', ofList),
  compiled('setup.cfg', ofSetupCfg),
  compiled('setup.py', ofSetupPy),
  ...['environment.yml', 'environment.yaml'].map((name) => ({
    name,
    remedy:
      'Name what the function needs in a requirements.txt, as `pip list --format=freeze` tells it in the environment',
    asks: ofConda,
  })),
  ...['requirements', 'base', 'prod', 'production'].map((name) => ({
    name: `requirements/${name}.txt`,
    remedy: `Name it: --app-packages-descriptor-path requirements/${name}.txt`,
    asks: ofList,
  })),
];

/** Names that an error tells before it counts. */
const TOLD = 3;

/** What an environment of conda's has that no function needs. */
const OF_ENVIRONMENT = /^(python|pip|setuptools|wheel)$/;

/**
 * Refuses a directory whose packages are asked for by a file that nothing is installed from.
 *
 * @returns whether there is such a file, which then asks for nothing
 * @throws CodelessError with exit `build`, `LockMissing`
 */
export async function refuseUnreadDescriptor(directory: string): Promise<boolean> {
  const present = UNREAD.filter(({ name }) => isFile(join(directory, name)));
  for (const { name, remedy, asks } of present) {
    const file = join(directory, name);
    const names = await asks((await readText(file)) ?? '', file);
    if (names.length === 0) continue;
    const more = names.length > TOLD ? ` and ${names.length - TOLD} more` : '';
    const message = `${file} asks for ${names.slice(0, TOLD).join(', ')}${more}, and is not what packages are installed from`;
    throw new CodelessError('build', 'LockMissing', message, {
      hint: `${remedy}, name another file by --app-packages-descriptor-path, or leave them out with --dependencies none.`,
    });
  }
  return present.length > 0;
}

function compiled(name: string, asks: Unread['asks']): Unread {
  return { name, remedy: `Run \`uv pip compile ${name} -o requirements.txt\` and commit it`, asks };
}

async function ofPylock(text: string, file: string): Promise<string[]> {
  // eslint-disable-next-line no-restricted-syntax -- few runs read TOML
  const { parseToml } = await import('../../text/toml');
  return namesIn(parseToml(text, file).packages);
}

function ofList(text: string): string[] {
  return parseRequirements(text).flatMap((line) => {
    if (line.kind === 'requirements') return [line.target];
    return line.kind === 'requirement' ? [parseRequirement(line.text)?.name ?? line.text] : [];
  });
}

/** The lines below `install_requires`, which are indented, or one that follows it. */
function ofSetupCfg(text: string): string[] {
  const [, value = ''] = /^install_requires\s*[=:]((?:.*\n(?:[ \t]+|[ \t]*[#;]|[ \t]*\r?$))*.*)/m.exec(text) ?? [];
  return ofList(
    value
      .replace(/^\s*;.*$/gm, '')
      .trim()
      .replace(/^[ \t]+/gm, ''),
  );
}

/** It is a program, of which nobody knows what it asks for but by running it. */
function ofSetupPy(text: string): string[] {
  return /^[^#\n]*\binstall_requires\b(?!\s*=\s*(\[\s*\]|None))/m.test(text) ? ['its install_requires'] : [];
}

async function ofConda(text: string, file: string): Promise<string[]> {
  // eslint-disable-next-line no-restricted-syntax -- few runs read YAML
  const { parseYaml } = await import('../../text/yaml');
  const { value } = parseYaml(text, file);
  return valuesOf(isTable(value) ? value.dependencies : undefined)
    .flatMap((one) => (isTable(one) ? Object.values(one).flatMap(valuesOf) : [one]))
    .filter((one) => typeof one === 'string')
    .map((one) => parseRequirement(one.replace(/^.*::/, ''))?.name ?? one)
    .filter((name) => !OF_ENVIRONMENT.test(name));
}

function namesIn(packages: unknown): string[] {
  return valuesOf(packages).flatMap((one) => (isTable(one) && typeof one.name === 'string' ? [one.name] : []));
}

function valuesOf(list: unknown): unknown[] {
  return Array.isArray(list) ? list : [];
}
