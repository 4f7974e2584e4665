import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { readText } from '../../text';
import { installByModernYarn } from './install-by-modern-yarn';
import { installByYarn1 } from './install-by-yarn-1';
import type { NodeInstall } from './node-install';

/** By the lock file's format: Yarn 1, or one of its successors, which share the name and little else. */
export async function installByYarn(install: NodeInstall): Promise<void> {
  const lock = await readText(join(install.root, 'yarn.lock'));
  const isModern = lock?.includes('\n__metadata:') ?? existsSync(join(install.root, '.yarnrc.yml'));
  await (isModern ? installByModernYarn(install) : installByYarn1(install));
}
