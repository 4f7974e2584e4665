import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The licence texts of the packages that files belong to, each text once, under the packages that it is for.
 *
 * @throws Error for a package that names no licence
 */
export function thirdPartyLicences(root, files) {
  const packages = new Map();
  for (const file of files) {
    if (!file.includes('node_modules/')) continue;
    const folder = packageFolder(join(root, file));
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (typeof license !== 'string') throw new Error(`${name} names no licence`);
    packages.set(`${name} ${version} (${license})`, licenceText(folder) ?? `No text in the package: ${license}.`);
  }
  const byText = new Map();
  for (const [title, text] of [...packages].sort(([a], [b]) => (a < b ? -1 : 1))) {
    byText.set(text, [...(byText.get(text) ?? []), title]);
  }
  return [...byText]
    .map(([text, titles]) => `${titles.join('\n')}\n\n${text.trim()}\n`)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** The folder of the package that a file belongs to: the nearest whose package.json has a name and a version. */
function packageFolder(file) {
  let folder = dirname(file);
  for (;;) {
    const path = join(folder, 'package.json');
    if (existsSync(path)) {
      const { name, version } = JSON.parse(readFileSync(path, 'utf8'));
      if (name !== undefined && version !== undefined) return folder;
    }
    folder = dirname(folder);
  }
}

function licenceText(folder) {
  const name = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(entry));
  return name === undefined ? undefined : readFileSync(join(folder, name), 'utf8');
}
