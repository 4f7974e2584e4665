import { isIP } from 'node:net';

import { getProxyForUrl } from 'proxy-from-env';

import { CodelessError } from '../../errors';

/** Where instances and containers ask for their credentials, which no proxy can answer. */
const METADATA = ['169.254.169.254', '169.254.170.2', '169.254.170.23', '[fd00:ec2::254]', '[fd00:ec2::23]'];

/** Variables that name a proxy, in either case. */
const VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'];

/** Whether any proxy is set. */
export function hasProxy(env: NodeJS.ProcessEnv): boolean {
  return VARIABLES.some((name) => givenBy(env, name) !== '');
}

/**
 * The proxy by which a URL is reached, as `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` of this process say;
 * undefined if it is reached directly. A name in `NO_PROXY` covers the hosts below it, as it does for the AWS CLI.
 * Metadata and loopback addresses never have one.
 *
 * @throws CodelessError with exit `usage`, `ProxyInvalid`; the value is not repeated, for it may hold a password
 */
export function proxyOf(target: URL, env: NodeJS.ProcessEnv): URL | undefined {
  const host = target.hostname.toLowerCase();
  if (METADATA.includes(host) || isLoopback(host) || isExcepted(host, env)) return undefined;
  const found = getProxyForUrl(target.href);
  if (found === '') return undefined;
  // What names no scheme speaks HTTP, as it does for curl and the AWS CLI; the library takes the target's scheme.
  const bare = VARIABLES.map((name) => givenBy(env, name)).find(
    (value) => !value.includes('://') && found === `${target.protocol}//${value}`,
  );
  const proxy = parse(bare === undefined ? found : `http://${bare}`);
  if (proxy?.protocol === 'http:' || proxy?.protocol === 'https:') return proxy;
  const variables = target.protocol === 'https:' ? 'HTTPS_PROXY or ALL_PROXY' : 'HTTP_PROXY or ALL_PROXY';
  const what = proxy === undefined ? 'is not the URL of a proxy' : `names a proxy of the kind ${proxy.protocol}//`;
  throw new CodelessError('usage', 'ProxyInvalid', `${variables} ${what}`, {
    hint: 'Give a URL such as http://proxy.example.com:3128.',
  });
}

/** A proxy as it may be shown: without user and password. */
export function shownProxy({ protocol, host }: URL): string {
  return `${protocol}//${host}`;
}

/** The proxy of another machine does not reach this machine's loopback. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'));
}

function isExcepted(host: string, env: NodeJS.ProcessEnv): boolean {
  return givenBy(env, 'NO_PROXY')
    .toLowerCase()
    .split(/[,\s]+/)
    .some((name) => /^[^.*:]/.test(name) && !name.includes(':') && host.endsWith(`.${name}`));
}

/** An empty variable is as good as none. */
function givenBy(env: NodeJS.ProcessEnv, name: string): string {
  return [env[name.toLowerCase()], env[name]].find((value) => value !== undefined && value !== '') ?? '';
}

function parse(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined;
}
