import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../../cli/dependencies/tools/find-program';
import { configuration } from '../field/function';
import type { Tool } from './tool';

/** Definition files: the package goes with the call that changes the code, or by way of the bucket. */
const [DIRECT, BY_BUCKET] = ['function.json', 'function-by-bucket.json'];

/** lambroll as its users have it; undefined if it is not on PATH. */
export function lambroll(env: NodeJS.ProcessEnv): Tool | undefined {
  const program = findProgram('lambroll', env);
  if (program === undefined) return undefined;
  const said = spawnSync(program, ['version'], { env, encoding: 'utf8' }).stdout.trim();
  return {
    name: 'lambroll',
    version: said.replace(/^lambroll /, '').replace(/^current$/, 'built from source'),
    prepare: ({ functionName, root, bucket }) => {
      const definition = { ...configuration(functionName), Timeout: 3, MemorySize: 128 };
      const code = { S3Bucket: bucket, S3Key: `${functionName}/function.zip` };
      writeFileSync(join(root, DIRECT), JSON.stringify(definition));
      writeFileSync(join(root, BY_BUCKET), JSON.stringify({ ...definition, Code: code }));
    },
    deploy: ({ isLarge }) => {
      const definition = isLarge ? BY_BUCKET : DIRECT;
      return [program, 'deploy', '--function', definition, '--src', 'src', '--alias', 'latest'];
    },
    help: [program, '--help'],
  };
}
