import { runtimeFamily } from '../settings/runtimes';

/** What is known of a function beside its code. */
export interface Wiring {
  /** Lambda's `Handler`; undefined: nobody knows. */
  readonly handler: string | undefined;
  /** ARNs of its layers but that of the dependencies. */
  readonly layers: readonly string[];
  /** Its variables; undefined: they can't be read. */
  readonly environment: Readonly<Record<string, string>> | undefined;
  /** Whether file systems are mounted. */
  readonly mounts: boolean;
}

/** The start script of the Lambda Web Adapter, which runs the handler as a program. */
const WEB_ADAPTER = '/opt/bootstrap';

/** Where the package lies in Lambda. */
const TASK_ROOT = '/var/task/';

/** Variables in which those whose own handler wraps another one are told that one. */
const WRAPPED = [
  'DD_LAMBDA_HANDLER',
  'NEW_RELIC_LAMBDA_HANDLER',
  'SENTRY_INITIAL_HANDLER',
  'LUMIGO_ORIGINAL_HANDLER',
  'EPSAGON_HANDLER',
  'CX_ORIGINAL_HANDLER',
  'THUNDRA_AGENT_LAMBDA_HANDLER',
];

/** Layers that are published for everyone and hold no handler. */
const WITHOUT_HANDLER =
  /:layer:(?:AWSLambdaPowertools|LambdaInsightsExtension|AWS-Parameters-and-Secrets|AWS-AppConfig|AWSSDKPandas|AWSDataWrangler|Klayers-|Datadog-Extension)/;

/** The start script of the function, if it has one: `AWS_LAMBDA_EXEC_WRAPPER`. */
export function startScript({ environment = {} }: Wiring): string | undefined {
  const script = environment.AWS_LAMBDA_EXEC_WRAPPER ?? '';
  return script === '' ? undefined : script;
}

/** The handler as a program of the package, which the Lambda Web Adapter runs; undefined without that. */
export function startedHandler(wiring: Wiring): string | undefined {
  return startScript(wiring) === WEB_ADAPTER ? wiring.handler?.replace(/^(?:\.\/|\/var\/task\/)/, '') : undefined;
}

/** The handler that wraps none: the one that a wrapper is told, else the function's. */
export function wrappedHandler({ environment = {} }: Wiring): string | undefined {
  return WRAPPED.map((name) => environment[name]).find((value) => value !== undefined && value !== '');
}

/** What else than the package may hold a handler, in words; undefined: nothing. */
export function otherPlaces({ layers, environment, mounts }: Wiring): string | undefined {
  const named = layers.filter((arn) => !WITHOUT_HANDLER.test(arn));
  if (named.length > 0) return `one of its layers (${named.join(', ')})`;
  if (mounts) return 'its file system';
  if (environment === undefined) return 'a place that its variables name, which can not be read';
  const path = ['PYTHONPATH', 'NODE_PATH', 'RUBYLIB', 'CLASSPATH', 'DOTNET_SHARED_STORE'].find(
    (name) => environment[name] !== undefined,
  );
  return path === undefined ? undefined : `a place that ${path} names`;
}

/** What else than the package and the layer of dependencies may hold a package of Node.js, in words; undefined: nothing. */
export function otherInstallations({ layers, environment, mounts }: Wiring): string | undefined {
  if (layers.length > 0) return `one of the function's layers (${layers.join(', ')})`;
  if (mounts) return 'its file system';
  if (environment === undefined) return 'a place that its variables name, which can not be read';
  return environment.NODE_PATH === undefined ? undefined : 'a place that NODE_PATH names';
}

/** Paths of the package that Lambda starts as programs, so that they have to be executable. */
export function startedFiles(runtime: string | undefined, wiring: Wiring | undefined): readonly string[] {
  const started = runtimeFamily(runtime) === 'provided' ? ['bootstrap'] : [];
  if (wiring === undefined) return started;
  const script = startScript(wiring);
  const program = startedHandler(wiring);
  return [
    ...started,
    ...(script?.startsWith(TASK_ROOT) === true ? [script.slice(TASK_ROOT.length)] : []),
    ...(program === undefined ? [] : [program]),
  ];
}
