import { failedRequest } from '../failed-call';

/** What an error of the network says. */
export interface NetworkProblem {
  /** A literal that can be searched for. */
  readonly code: 'Unreachable' | 'TlsFailed' | 'ProxyFailed';
  /** The end of a sentence. */
  readonly reason: string;
  readonly hint: string;
}

/** The parts of errors of Node.js's and the SDK's that tell what happened. */
interface ConnectionError extends Error {
  readonly code?: string;
  readonly status?: number;
}

const NETWORK = /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ECONNABORTED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE)$/;

/** Codes of TLS's, and what they mean. */
const TLS: readonly (readonly [codes: RegExp, meaning: string, hint: string])[] = [
  [
    /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_UNTRUSTED|INVALID_CA|CERT_SIGNATURE_FAILURE)$/,
    'its certificate is from an authority that is not trusted',
    "If a proxy or a company's own authority is in the way, set AWS_CA_BUNDLE to a PEM file of its certificates.",
  ],
  [
    /^CERT_HAS_EXPIRED$/,
    'its certificate has expired',
    "Check this machine's clock, and who renews the certificate; one that AWS_CA_BUNDLE names may be old.",
  ],
  [/^CERT_NOT_YET_VALID$/, 'its certificate is not valid yet', "Check this machine's clock."],
  [
    /^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/,
    'its certificate is for another host',
    'Check AWS_ENDPOINT_URL, the proxy and what the name resolves to.',
  ],
  [
    /^(EPROTO|ERR_SSL_.*|ERR_TLS_.*|CERT_.*|CRL_.*|UNABLE_TO_.*|PATH_LENGTH_EXCEEDED|INVALID_PURPOSE)$/,
    'TLS could not be agreed on',
    'Check whether HTTPS_PROXY and AWS_ENDPOINT_URL should begin with http:// or https://.',
  ],
];

const PROXY_AUTHENTICATION_REQUIRED = 407;

/** An error of a connection to AWS; undefined for other errors. */
export function describeNetworkError(error: ConnectionError, isCall: boolean): NetworkProblem | undefined {
  const request = failedRequest(error);
  if (request === undefined && !isCall) return undefined;
  const { code = '' } = error;
  const through = request?.proxy === undefined ? '' : ` through the proxy ${request.proxy}`;
  const host = request?.host ?? 'AWS';

  if (error.name === 'ProxyError') {
    const asks = error.status === PROXY_AUTHENTICATION_REQUIRED;
    return {
      code: 'ProxyFailed',
      reason: `the proxy ${request?.proxy ?? ''} ${asks ? 'asks for a user and a password' : `answered ${error.status ?? ''}`}, and ${host} was not reached`,
      hint: asks
        ? 'Give them in HTTPS_PROXY: http://user:password@proxy.example.com:3128.'
        : 'Check that the proxy lets this machine reach AWS; NO_PROXY names hosts that are reached without it.',
    };
  }
  const tls = TLS.find(([codes]) => codes.test(code));
  if (tls !== undefined) {
    return { code: 'TlsFailed', reason: `${host}${through} was not trusted: ${tls[1]} (${code})`, hint: tls[2] };
  }
  if (error.name !== 'TimeoutError' && !NETWORK.test(code)) return undefined;
  return {
    code: 'Unreachable',
    reason: `${host} was not reached${through} (${waited(error.message) ?? (error.message === '' ? code : error.message)})`,
    hint:
      through === ''
        ? 'Check the network, the region and AWS_ENDPOINT_URL; if this network has a proxy, set HTTPS_PROXY.'
        : 'Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY, and whether the proxy is up.',
  };
}

/** The SDK's sentences of what took too long, without its own parts' names. */
function waited(message: string): string | undefined {
  const idle = /socket timed out after (\d+) ms/.exec(message)?.[1];
  if (idle !== undefined) return `no byte came for ${seconds(idle)}`;
  const connection = /did not establish a connection .* of (\d+) ms/.exec(message)?.[1];
  if (connection !== undefined) return `no connection within ${seconds(connection)}`;
  const answer = /exceeded the configured (\d+) ms requestTimeout/.exec(message)?.[1];
  return answer === undefined ? undefined : `no answer within ${seconds(answer)}`;
}

function seconds(milliseconds: string): string {
  return `${Number(milliseconds) / 1000} s`;
}
