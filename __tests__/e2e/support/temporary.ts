import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory of the test file at hand; it goes with it, and with it what programs left that were killed. */
export const TEMPORARY = realpathSync(mkdtempSync(join(tmpdir(), 'codeless-e2e-')));

afterAll(() => {
  rmSync(TEMPORARY, { recursive: true, force: true });
});

/** A new directory in it. */
export function temporaryDirectory(name: string): string {
  return mkdtempSync(join(TEMPORARY, `${name}-`));
}
