import { homedir } from 'node:os';

import { loadConfig } from '@smithy/core/config';

import { CodelessError } from '../../errors';
import { readText } from '../../text';

/** A certificate in PEM. */
const CERTIFICATE = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]+-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;

/**
 * The certificate authorities that AWS calls trust: those of the file in `AWS_CA_BUNDLE`, else in the profile's `ca_bundle`.
 * As for the AWS CLI, they replace the known ones; those of `NODE_EXTRA_CA_CERTS` are kept.
 *
 * @returns PEM texts; undefined if no bundle is named: Node.js's own count
 * @throws CodelessError with exit `usage`, `CaBundleInvalid`
 */
export async function authorities(
  env: NodeJS.ProcessEnv,
  profile: string | undefined,
): Promise<readonly string[] | undefined> {
  const named = env.AWS_CA_BUNDLE;
  if (named !== undefined && named !== '') return withExtra(await certificates(named, 'AWS_CA_BUNDLE'), env);
  // The SDK has read AWS's files anyway, and reads them once.
  const ofProfile = await loadConfig(
    {
      environmentVariableSelector: () => undefined,
      configFileSelector: ({ ca_bundle: bundle }) => bundle,
      default: '',
    },
    profile === undefined ? {} : { profile },
  )();
  if (ofProfile === '') return undefined;
  return withExtra(await certificates(ofProfile.replace(/^~(?=\/)/, homedir()), "the profile's ca_bundle"), env);
}

async function certificates(path: string, name: string): Promise<readonly string[]> {
  const wrong = (what: string, cause?: unknown): CodelessError =>
    new CodelessError('usage', 'CaBundleInvalid', `${name} ${what}`, {
      hint: 'It has to be a file of certificates in PEM.',
      cause,
    });
  const text = await readText(path).catch((error: unknown) => {
    throw wrong(`can't be used: ${(error as Error).message}`, error);
  });
  if (text === undefined) throw wrong(`names ${path}, and there is no such file`);
  const found = text.match(CERTIFICATE);
  if (found === null) throw wrong(`names ${path}, which holds no certificate`);
  return found;
}

async function withExtra(found: readonly string[], env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const { NODE_EXTRA_CA_CERTS: extra = '' } = env;
  // Node.js warns of a file that it can't read, and goes on.
  const text = extra === '' ? undefined : await readText(extra).catch(() => undefined);
  return [...found, ...(text?.match(CERTIFICATE) ?? [])];
}
