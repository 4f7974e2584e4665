import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../../cli/dependencies/tools/find-program';
import type { Tool } from './tool';

const SCRIPT = 'deploy.sh';

/** What people write who have the AWS CLI alone: `deploy.sh FUNCTION [BUCKET]`, the bucket for large packages. */
const DEPLOY = `set -e
rm -f package.zip
(cd src && zip -qr ../package.zip .)
if [ -n "$2" ]; then
  aws s3 cp --quiet package.zip "s3://$2/$1/package.zip"
  set -- "$1" --s3-bucket "$2" --s3-key "$1/package.zip"
else
  set -- "$1" --zip-file fileb://package.zip
fi
function=$1
shift
aws lambda update-function-code --function-name "$function" "$@" > /dev/null
aws lambda wait function-updated-v2 --function-name "$function"
version=$(aws lambda publish-version --function-name "$function" --query Version --output text)
aws lambda update-alias --function-name "$function" --name latest --function-version "$version" > /dev/null
`;

/** A script of `zip` and the AWS CLI; undefined if one of them is not on PATH. */
export function awsCli(env: NodeJS.ProcessEnv): Tool | undefined {
  const program = findProgram('aws', env);
  if (program === undefined || findProgram('zip', env) === undefined) return undefined;
  const said = spawnSync(program, ['--version'], { env, encoding: 'utf8' }).stdout;
  return {
    name: 'AWS CLI',
    version: /aws-cli\/(\S+)/.exec(said)?.[1] ?? 'of an unknown version',
    prepare: ({ root }) => {
      writeFileSync(join(root, SCRIPT), DEPLOY);
    },
    deploy: ({ functionName, bucket, isLarge }) => ['sh', SCRIPT, functionName, ...(isLarge ? [bucket] : [])],
  };
}
