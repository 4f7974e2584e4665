/** The first Node.js whose runtime has the third AWS SDK, and not the second. */
const FIRST_WITH_THIRD = 18;

/**
 * Packages of the third SDK that are no clients, and that every runtime has where a function finds them. What they are made of
 * comes and goes with the SDK's version (`util-utf8` is not in all), and `@smithy/` lies where only the SDK finds it.
 *
 * @see https://github.com/aws/aws-sdk-js-v3/issues/4401
 * @see https://github.com/aws/aws-sdk-js-v3/issues/6169
 */
const LIBRARIES = [
  ...['lib-dynamodb', 'lib-storage', 'util-dynamodb', 'credential-providers', 'cloudfront-signer', 'rds-signer'],
  ...['s3-request-presigner', 's3-presigned-post', 'polly-request-presigner'],
];

/**
 * The pattern of the imports that Lambda's runtime has an answer to, without anything of the function's own. A client that is
 * newer than the runtime's SDK is not there.
 *
 * @param version major version of Node.js
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
export function sdkOfRuntime(version: number): string {
  return version < FIRST_WITH_THIRD
    ? '^aws-sdk(?:/|$)'
    : `^@aws-sdk/(?:client-[a-z0-9-]+|${LIBRARIES.join('|')})(?:/|$)`;
}
