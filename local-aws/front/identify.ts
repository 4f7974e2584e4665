import { jsonObject, type Request } from './message';
import { matchRest } from './rest';
import type { ServiceModel, ServiceModels } from './service-models';

/** How errors look: JSON, S3's XML, the XML of the query protocol and other REST services, or CBOR. */
export type Protocol = 'json' | 's3' | 'xml' | 'cbor';

/** What a request asks for, and in whose name. */
export interface Identity {
  /** The service as IAM policies have it, such as `lambda` and `cloudwatch`. */
  readonly service: string;
  /** The operation as the service's API reference has it; method and path where there is none. */
  readonly action: string;
  /** What it is done to: the names in the path, or the first name that the operation requires. */
  readonly resource?: string;
  /** Access key id of the signature; empty for a request that is not signed. */
  readonly accessKey: string;
  /** What stands in a REST operation's path, by the name of the member. */
  readonly labels: Readonly<Record<string, string>>;
  /** The input of an operation that is not REST, unless it is binary. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly protocol: Protocol;
}

/** A request, and what it asks for. */
export interface Call extends Identity {
  readonly request: Request;
  readonly url: URL;
}

type NamedOperation = Pick<Identity, 'action' | 'input' | 'protocol'>;

/** Where signing names and IAM's names differ. */
const IAM_NAMES: Readonly<Record<string, string>> = { monitoring: 'cloudwatch', email: 'ses' };

/** The forms of address that the emulator knows for what users built. */
const TRAFFIC = [
  {
    service: 'lambda',
    action: 'InvokeFunctionUrl',
    host: /^([^.]+)\.lambda-url\./,
    path: /^\/_aws\/lambda-url\/([^/]+)/,
  },
  {
    service: 'execute-api',
    action: 'Invoke',
    host: /^([^.]+)\.execute-api\./,
    path: /^\/_aws\/execute-api\/([^/]+)|^\/restapis\/([^/]+)\/[^/]+\/_user_request_/,
  },
];

/** Pages of the services that answer here, which are opened without a signature: `/_aws/codepipeline/trigger` and the like. */
const PAGE = /^\/_aws\/(codepipeline|codeconnections|chatbot)\/([a-z])([a-z]*)$/;

const CREDENTIAL = /Credential=([^/,\s]+)\/\d+\/[^/]+\/([^/]+)\//;

/** Names what a request asks for; undefined for the emulator's own pages. */
export function identify(request: Request, models: ServiceModels): Call | undefined {
  const url = new URL(request.path, 'http://127.0.0.1');
  if (/^\/_(ministack|localstack)\//.test(url.pathname)) return undefined;
  const traffic = identifyTraffic(request, url);
  if (traffic !== undefined) return traffic;

  const [accessKey, signedAs] = signature(request, url);
  const common = { accessKey, service: IAM_NAMES[signedAs] ?? signedAs, labels: {}, input: {}, request, url };
  const candidates = models.signedAs(signedAs);
  const named = identifyRpc(request, url);
  if (named !== undefined) return { ...common, ...named, ...resourceOf(firstName(candidates, named)) };

  const rest = signedAs === 's3' ? pathStyle(request, url) : url;
  for (const model of candidates) {
    const match = matchRest(model, { method: request.method, url: rest, headers: request.headers });
    if (match === undefined) continue;
    const { operation, labels } = match;
    const { name: action } = operation;
    const resource = Object.values(labels).join('/') || firstName([model], { action, input: jsonObject(request.body) });
    return { ...common, action, labels, protocol: restProtocol(signedAs, model), ...resourceOf(resource) };
  }
  return { ...common, action: `${request.method} ${url.pathname}`, protocol: restProtocol(signedAs, candidates[0]) };
}

/** Requests that are no API calls: to what users built, HTTP APIs and function URLs, and to pages. */
function identifyTraffic(request: Request, url: URL): Call | undefined {
  const [, page, initial = '', rest = ''] = PAGE.exec(url.pathname) ?? [];
  if (page !== undefined) {
    const action = `${initial.toUpperCase()}${rest}`;
    return { service: page, action, accessKey: '', labels: {}, input: {}, protocol: 'json', request, url };
  }
  for (const { host, path, service, action } of TRAFFIC) {
    const match = host.exec(request.headers.host ?? '') ?? path.exec(url.pathname);
    const resource = match?.[1] ?? match?.[2];
    if (resource !== undefined) {
      return { service, action, resource, accessKey: '', labels: {}, input: {}, protocol: 'json', request, url };
    }
  }
  return undefined;
}

/** Access key and signing name: of the signature's scope, or of what ministack would take an unsigned request for. */
function signature(request: Request, url: URL): [accessKey: string, signedAs: string] {
  const presigned = url.searchParams.get('X-Amz-Credential');
  const header = presigned === null ? request.headers.authorization : `Credential=${presigned}/`;
  const [, accessKey, signedAs] = CREDENTIAL.exec(header ?? '') ?? [];
  if (accessKey !== undefined && signedAs !== undefined) return [accessKey, signedAs];
  return ['', /^\/\d{4}-\d{2}-\d{2}\//.test(url.pathname) ? 'lambda' : 's3'];
}

/** The operation of a protocol that names it: JSON, query or CBOR. */
function identifyRpc(request: Request, url: URL): NamedOperation | undefined {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') {
    return { action: target.replace(/^.*\./, ''), input: jsonObject(request.body), protocol: 'json' };
  }
  const cbor = /^\/service\/[^/]+\/operation\/([^/]+)$/.exec(url.pathname)?.[1];
  if (cbor !== undefined) return { action: cbor, input: {}, protocol: 'cbor' };
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  const form = new URLSearchParams(isForm ? request.body?.toString() : url.search);
  const action = form.get('Action');
  return action === null ? undefined : { action, input: Object.fromEntries(form), protocol: 'xml' };
}

function restProtocol(signedAs: string, model: ServiceModel | undefined): Protocol {
  if (signedAs === 's3') return 's3';
  return model?.metadata.protocol === 'rest-xml' ? 'xml' : 'json';
}

function firstName(models: readonly ServiceModel[], named: Omit<NamedOperation, 'protocol'>): string | undefined {
  for (const { operations, shapes } of models) {
    const input = operations[named.action]?.input;
    const required = input && shapes[input.shape]?.required;
    const value = required?.map((name) => named.input[name]).find((member) => typeof member === 'string');
    if (typeof value === 'string') return value;
  }
  return undefined;
}

/** Puts the bucket of a virtual-hosted request into its path, where the model has it. */
function pathStyle(request: Request, url: URL): URL {
  const bucket = /^(.+?)\.s3[.-]/.exec(request.headers.host ?? '')?.[1];
  return bucket === undefined ? url : new URL(`/${bucket}${request.path}`, url);
}

function resourceOf(resource: string | undefined): { resource?: string } {
  return resource === undefined || resource === '' ? {} : { resource };
}
