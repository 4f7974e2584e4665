const CREDENTIALS_IN_URL = /([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;
const NPM_CREDENTIALS = /(_(?:authToken|auth|password)\s*=\s*)\S+/g;
const SECRET_NAME = /token|passw|secret|credential|api_?key|_auth$/i;

/** Shorter values are words that may stand anywhere. */
const MIN_SECRET_LENGTH = 6;

/** A function that takes credentials out of a text: those in URLs and those that the environment names as such. */
export function secretMask(env: NodeJS.ProcessEnv): (text: string) => string {
  const secrets = Object.entries(env)
    .filter(([name, value]) => SECRET_NAME.test(name) && (value?.length ?? 0) >= MIN_SECRET_LENGTH)
    .map(([, value]) => value ?? '')
    .sort((one, other) => other.length - one.length);
  return (text) =>
    secrets
      .reduce((masked, secret) => masked.replaceAll(secret, '***'), text)
      .replace(CREDENTIALS_IN_URL, '$1***@')
      .replace(NPM_CREDENTIALS, '$1***');
}
