import { hasProxy, proxyOf, shownProxy } from '../../../../cli/aws/connection/proxy';
import { ProxyError } from '../../../../cli/aws/connection/proxy-error';

const PROXY = 'http://proxy.example:3128';
const env = { ...process.env };

beforeEach(() => {
  process.env = Object.fromEntries(Object.entries(env).filter(([name]) => !/_PROXY$/i.test(name)));
});

afterAll(() => {
  process.env = { ...env };
});

/** The proxy by which a URL is reached; the library reads the variables of this process. */
function proxyFor(
  url: string,
  variables: Readonly<Record<string, string>> = { HTTPS_PROXY: PROXY, HTTP_PROXY: PROXY },
) {
  Object.assign(process.env, variables);
  return proxyOf(new URL(url), process.env)?.href;
}

test.each([
  'http://169.254.169.254',
  'http://169.254.170.2',
  'http://169.254.170.23',
  'http://[fd00:ec2::254]',
  'http://[fd00:ec2::23]',
  'https://localhost:4566',
  'http://127.0.0.1',
  'http://127.9.9.9',
  'http://[::1]:80',
])('no proxy is asked for credentials of the machine, nor for the machine itself: %s', (url) => {
  expect(proxyFor(url)).toBeUndefined();
});

test.each(['https://lambda.eu-west-1.amazonaws.com', 'http://127.example.com', 'http://10.0.0.1'])(
  'any other host is reached by the proxy: %s',
  (url) => {
    expect(proxyFor(url)).toBe(`${PROXY}/`);
  },
);

test.each([
  ['amazonaws.com', undefined],
  ['lambda.amazonaws.com', undefined],
  ['other.example, AMAZONAWS.COM', undefined],
  ['aws.com', `${PROXY}/`],
  ['bda.amazonaws.com', `${PROXY}/`],
  ['', `${PROXY}/`],
])('NO_PROXY=%s covers a host and those below it, and no other of the same end', (NO_PROXY, expected) => {
  expect(proxyFor('https://lambda.amazonaws.com', { HTTPS_PROXY: PROXY, NO_PROXY })).toBe(expected);
});

test('an empty variable is none', () => {
  expect([hasProxy({ HTTPS_PROXY: '' }), hasProxy({ all_proxy: PROXY })]).toEqual([false, true]);
});

test('a proxy is shown without user and password', () => {
  expect(shownProxy(new URL('http://me:s3cret@proxy.example:3128'))).toBe(PROXY);
});

test.each([
  [502, true],
  [500, true],
  [407, false],
  [403, false],
])('the call that a proxy answers with %i is tried again: %s', (status, expected) => {
  expect(new ProxyError(status).$retryable !== undefined).toBe(expected);
});
