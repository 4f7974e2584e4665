/** What an install by a package manager leaves: packages, links to those of the machine, and its own records. */
export function installs(...packages: readonly string[]): string {
  return `
    if (args.includes('--version')) { console.log(VERSION); process.exit(0); }
    for (const [directory, manifest] of ${JSON.stringify(packages.map((text) => text.split(' ')))}) {
      fs.mkdirSync(directory, { recursive: true });
      fs.writeFileSync(path.join(directory, 'package.json'), manifest || '{}');
    }
    fs.mkdirSync('node_modules/.bin', { recursive: true });
    fs.writeFileSync('node_modules/.bin/tool', process.cwd());
    fs.writeFileSync('node_modules/.record', process.cwd());`;
}

/** The same of a version. */
export function manager(version: string, ...packages: readonly string[]): string {
  return `const VERSION = ${JSON.stringify(version)};${installs(...packages)}`;
}
