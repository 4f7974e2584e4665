import type { Machine } from './machine';

/** Installs a wheel for each line of a requirements file into a directory: a module, and metadata that fits it. */
const INSTALL_WHEELS = `
  const installWheels = (file, target) => {
    fs.mkdirSync(target, { recursive: true });
    for (const line of fs.readFileSync(file, 'utf8').split('\\n').filter((line) => line !== '' && !line.startsWith('-'))) {
      const isPath = line.startsWith('/');
      const word = isPath ? path.basename(line).split('-')[0] : /^[A-Za-z][\\w.-]*/.exec(line)[0];
      const name = word.replace(/-/g, '_');
      const version = (/==\\s*([^\\s;]+)/.exec(line) || ['', '1.0'])[1];
      const info = name + '-' + version + '.dist-info';
      const files = {
        [name + '.py']: '',
        [info + '/WHEEL']: 'Tag: py3-none-any\\n',
        [info + '/METADATA']: 'Metadata-Version: 2.1\\nName: ' + word + '\\nVersion: ' + version + '\\n',
        ...(isPath ? { [info + '/direct_url.json']: JSON.stringify({ url: 'file://' + line }) } : {}),
      };
      const record = [...Object.keys(files), info + '/RECORD'].map((name) => name + ',,\\n').join('');
      fs.mkdirSync(path.join(target, info), { recursive: true });
      for (const [name, text] of Object.entries({ ...files, [info + '/RECORD']: record })) {
        fs.writeFileSync(path.join(target, name), text);
      }
    }
  };`;

/** A Python with pip that installs a wheel for each line of the requirements file. */
export const FAKE_PIP = `${INSTALL_WHEELS}
  if (args[0] === '-c') { console.log(__filename); process.exit(0); }
  if (option('--target')) installWheels(option('--requirement'), option('--target'));`;

/** A uv that does so for `uv pip install`. */
export const FAKE_UV = `${INSTALL_WHEELS}
  if (args[0] === 'pip') installWheels(option('--requirements'), option('--target'));`;

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
