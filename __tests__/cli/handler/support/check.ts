import { statSync } from 'node:fs';
import { join } from 'node:path';

import { checkHandler, startedFiles, type HandlerCheck, type Wiring } from '../../../../cli/handler';
import { findPackage } from '../../../../cli/package';
import { makeTree, temporaryDirectory, type Content } from '../../package/support/tree';

/** What a check is told beyond the files; the handler is `app.handler`, and nothing else is known of the function. */
export interface CheckOptions extends Partial<Wiring> {
  readonly runtime?: string;
  readonly architecture?: 'x86_64' | 'arm64';
  /** Files of the layer of dependencies. */
  readonly layer?: Readonly<Record<string, Content>>;
}

/** Packages files, or an archive, and checks the handler in it; gives the notes, with their level. */
export async function check(
  files: Readonly<Record<string, Content>> | string,
  options: CheckOptions,
): Promise<string[]> {
  const { runtime, architecture = 'x86_64', layer, ...known } = options;
  const notes: string[] = [];
  const onProgress: HandlerCheck['onProgress'] = (event) => {
    if (event.kind === 'note') notes.push(`${event.level}: ${event.text}`);
  };
  const source = typeof files === 'string' ? files : makeTree(files);
  const wiring: Wiring = { handler: 'app.handler', layers: [], environment: {}, mounts: false, ...known };
  const target = join(temporaryDirectory(), 'app.zip');
  const executable = startedFiles(runtime, wiring);
  const { files: found } = await findPackage({ source, target, ignore: true, executable, onProgress });
  const [roots, archive] = statSync(source).isDirectory() ? [[source], undefined] : [[], target];
  const built = layer === undefined ? undefined : () => Promise.resolve(makeTree(layer));
  const asked = { runtime, architecture, files: found, archive, source, roots, layer: built, wiring, onProgress };
  await checkHandler(asked);
  return notes;
}

/** The beginning of a program of Linux for a processor. */
export function elf(machine: number): Buffer {
  const head = Buffer.alloc(64);
  head.write('\x7fELF', 'latin1');
  head.writeUInt16LE(machine, 18);
  return head;
}

/** The beginning of a class that was compiled for a release of Java. */
export function classFile(release: number): Buffer {
  const head = Buffer.alloc(16);
  head.writeUInt32BE(0xcafebabe);
  head.writeUInt16BE(44 + release, 6);
  return head;
}
