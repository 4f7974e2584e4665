// Prints, for the files given on standard input as JSON, the digests of their zip and the offsets of local time over all
// time zones that this Node.js knows. Loads the TypeScript sources by itself, because TZ is of no effect inside jest.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import ts from 'typescript';

const require = createRequire(import.meta.url);
require.extensions['.ts'] = (module, path) => {
  const options = { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } };
  module._compile(ts.transpileModule(readFileSync(path, 'utf8'), options).outputText, path);
};
const { placeholderZip } = require('../../../../modules/codeless-lambda/placeholder/placeholder-zip');

const files = JSON.parse(readFileSync(0, 'utf8'));
const digests = new Set();
const offsets = new Set();
for (const zone of Intl.supportedValuesOf('timeZone')) {
  process.env.TZ = zone;
  offsets.add(new Date(1980, 0, 1).getTimezoneOffset());
  digests.add(createHash('sha256').update(placeholderZip(files)).digest('base64'));
}
process.stdout.write(JSON.stringify({ digests: [...digests], offsets: offsets.size }));
