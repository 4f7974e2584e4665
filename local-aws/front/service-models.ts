import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';

/** What this program reads of AWS's service models, in the form in which botocore ships them. */
export interface ServiceModel {
  readonly metadata: { readonly protocol: string };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** One operation of a service. */
export interface Operation {
  readonly name: string;
  readonly http: { readonly method: string; readonly requestUri: string; readonly responseCode?: number };
  readonly input?: Reference;
  readonly output?: Reference & { readonly resultWrapper?: string };
}

/** A type, and where a member of that type is carried. */
export interface Reference {
  readonly shape: string;
  readonly location?: string;
  readonly locationName?: string;
}

/** A type of a service's input or output. */
export interface Shape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, Reference>>;
  /** Of a list. */
  readonly member?: Reference;
  /** Of a map. */
  readonly key?: Reference;
  readonly value?: Reference;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  /** Characters, members or entries, or of a number itself. */
  readonly min?: number;
  readonly max?: number;
}

/** Model directories by SigV4 signing name, where the two differ. */
const MODELS: Readonly<Record<string, readonly string[]>> = {
  apigateway: ['apigatewayv2', 'apigateway'],
  elasticloadbalancing: ['elbv2'],
  monitoring: ['cloudwatch'],
  states: ['stepfunctions'],
};

/** AWS's own service models, each read when it is first asked for. */
export class ServiceModels {
  readonly #read = new Map<string, ServiceModel | undefined>();

  /** @param directory - `botocore/data` */
  constructor(private readonly directory: string) {}

  /** The models in a virtual environment. */
  static of(virtualEnvironment: string): ServiceModels {
    const lib = join(virtualEnvironment, 'lib');
    const python = readdirSync(lib).find((name) => name.startsWith('python')) ?? '';
    return new ServiceModels(join(lib, python, 'site-packages', 'botocore', 'data'));
  }

  /** The models of the services that sign with this name; none for a name that AWS does not have. */
  signedAs(name: string): ServiceModel[] {
    return (MODELS[name] ?? [name]).map((directory) => this.#model(directory)).filter((model) => model !== undefined);
  }

  /** Reads the models of services ahead of their first call, one after another and between other work. */
  async preload(names: readonly string[]): Promise<void> {
    for (const name of names) {
      await setImmediate();
      this.signedAs(name);
    }
  }

  #model(service: string): ServiceModel | undefined {
    if (!this.#read.has(service)) this.#read.set(service, load(join(this.directory, service)));
    return this.#read.get(service);
  }
}

function load(directory: string): ServiceModel | undefined {
  if (!/\/[a-z0-9-]+$/.test(directory) || !existsSync(directory)) return undefined;
  const version = readdirSync(directory).sort().at(-1) ?? '';
  const file = join(directory, version, 'service-2.json.gz');
  return existsSync(file) ? (JSON.parse(gunzipSync(readFileSync(file)).toString()) as ServiceModel) : undefined;
}
