import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { zipped } from '../../helpers/zips';

/** The user of the index. */
export const INDEX_USER = 'reader';

/** The password of the index, and the token of the registry. */
export const REGISTRY_SECRET = 'opensesame-1234';

/** A package index of Python and a registry of npm on loopback, which answer nobody without the secret. */
export class PrivateRegistry {
  /** Requests that had the secret. */
  public readonly served: string[] = [];
  private readonly server: Server;
  private readonly files = new Map<string, Buffer>();

  private constructor() {
    this.server = createServer((request, response) => {
      const path = decodeURIComponent(request.url ?? '').replace(/^\//, '');
      const content = this.files.get(path);
      if (!isAllowed(request)) response.writeHead(401, { 'www-authenticate': 'Basic realm="index"' }).end();
      else if (content === undefined) response.writeHead(404).end();
      else {
        this.served.push(path);
        response.writeHead(200, { 'content-type': path.startsWith('simple/') ? 'text/html' : 'application/json' });
        response.end(content);
      }
    });
  }

  public static async start(): Promise<PrivateRegistry> {
    const registry = new PrivateRegistry();
    await new Promise<void>((resolve) => registry.server.listen(0, '127.0.0.1', resolve));
    return registry;
  }

  /** `127.0.0.1:1234`. */
  public get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The index's address with its credentials. */
  public get indexUrl(): string {
    return `http://${INDEX_USER}:${REGISTRY_SECRET}@${this.host}/simple/`;
  }

  /** Adds a wheel with one module. */
  public addWheel(name: string, tag: string): void {
    const info = `${name}-1.0.dist-info`;
    const wheel = zipped({
      [`${name}/__init__.py`]: 'VALUE = 1\n',
      [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`,
      [`${info}/WHEEL`]: `Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: ${tag}\n`,
      [`${info}/RECORD`]: `${name}/__init__.py,,\n${info}/METADATA,,\n${info}/WHEEL,,\n${info}/RECORD,,\n`,
    });
    const file = `${name}-1.0-${tag}.whl`;
    const project = name.replaceAll('_', '-');
    this.files.set(`wheels/${file}`, Buffer.from(wheel));
    this.files.set(`simple/${project}/`, Buffer.from(`<a href="/wheels/${file}">${file}</a>`));
  }

  /** Adds a package of npm, packed already. */
  public addPackage(name: string, integrity: string, packed: Buffer): void {
    const dist = { tarball: `http://${this.host}/packed/${name}.tgz`, integrity };
    const version = { name, version: '1.0.0', dist };
    const document = { name, 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': version } };
    this.files.set(name, Buffer.from(JSON.stringify(document)));
    this.files.set(`packed/${name}.tgz`, packed);
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function isAllowed({ headers }: IncomingMessage): boolean {
  const basic = `Basic ${Buffer.from(`${INDEX_USER}:${REGISTRY_SECRET}`).toString('base64')}`;
  return headers.authorization === basic || headers.authorization === `Bearer ${REGISTRY_SECRET}`;
}
