import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../modules/shared/package-root';
import { generatePages, readPublicApi } from './reference/pages';

const root = packageRoot(__dirname);
for (const page of generatePages(root, readPublicApi(root))) {
  writeFileSync(join(root, page.path), page.content);
  process.stdout.write(`${page.path}\n`);
}
