import { join } from 'node:path';
import { runChild } from '../../child';

/** What packing a source took, without a deploy around it. */
export interface Packing {
  /** Until the package is written and was read back. */
  readonly seconds: number;
  /** What reading it back takes of them, measured by doing it once more. */
  readonly readBack: number;
}

/** Packs a source in a process of its own, as often as asked. @param directory where the package goes */
export async function pack(times: number, source: string, directory: string): Promise<Packing[]> {
  const runs: Packing[] = [];
  for (let round = 0; round < times; round++) {
    const { stdout } = await runChild(process.execPath, [join(__dirname, 'child.js'), source, directory]);
    runs.push(JSON.parse(stdout) as Packing);
  }
  return runs;
}
