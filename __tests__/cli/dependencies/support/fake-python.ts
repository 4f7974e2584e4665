import type { Machine } from './machine';

/** A Python with pip that installs a wheel of each name in the requirements file. */
export const FAKE_PIP = `
  if (args[0] === '-c') { console.log(__filename); process.exit(0); }
  if (args[1] !== 'pip') {
    const target = option('--target');
    const lines = fs.readFileSync(option('--requirement'), 'utf8').split('\\n').filter((line) => /^[a-z]/.test(line));
    for (const line of lines) {
      const name = /^[a-z]+/.exec(line)[0];
      fs.mkdirSync(path.join(target, name + '-1.0.dist-info'), { recursive: true });
      fs.writeFileSync(path.join(target, name + '.py'), '');
      fs.writeFileSync(path.join(target, name + '-1.0.dist-info', 'WHEEL'), 'Tag: py3-none-any\\n');
    }
  }`;

/** Puts such a Python on a machine, with more to do before it installs. */
export function installPython(machine: Machine, before = '', name = 'python3'): Machine {
  return machine.install(name, `${before}\n${FAKE_PIP}`);
}

/** The requirements file that a call was given is gone with its directory: fakes print it, and this finds what they printed. */
export const PRINT_REQUIREMENTS = `
  if (args[0] !== '-c') fs.readFileSync(option('--requirement'), 'utf8').split('\\n').filter(Boolean).forEach((line) => console.log('> ' + line));`;

/** The lines of the requirements files that {@link PRINT_REQUIREMENTS} printed. */
export function printedRequirements(machine: Machine): string[] {
  return machine.output.filter((line) => line.startsWith('> ')).map((line) => line.slice(2));
}
