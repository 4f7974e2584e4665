import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';

import type { Runtime } from '../runtime';
import type { Push, Repositories, Repository } from '../services/ports';
import { commits } from './commits';
import { Hooks } from './hooks';
import type { Hosted } from './hosted';
import { LocalRepository } from './local-repository';
import { createPayload, pushPayload, repositoryJson, USER } from './payloads';
import { releases } from './releases';
import { answer, GitHubError, type RestAnswer, type Routes } from './rest';
import { exchange } from './smart-http';

/** A GitHub on this machine. */
export interface GitHub {
  /** Where Git and, under `/api/v3/` or at the root, the REST API answer. */
  readonly url: string;
  readonly repositories: Repositories;
  /**
   * Makes an empty repository; its first branch is `main`.
   *
   * @param fullName - `owner/name`
   * @throws LocalAwsError where this machine has no Git
   */
  createRepository(fullName: string): Promise<Repository>;
  /** Waits until no hook is being told anything. */
  idle(): Promise<void>;
}

/** A repository, its hooks, and what the REST API answers about it. */
interface Place extends Hosted {
  readonly hooks: Hooks;
  readonly routes: Routes;
}

/** Of more tags in one push, GitHub tells nothing. */
const MOST_TAGS = 3;

const GIT_PATH = /^\/([^/]+\/[^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;
const REPOSITORY_PATH = /^\/repos\/([^/]+\/[^/]+)(\/.*)?$/;

/** Starts a GitHub on a free port of the loopback interface. Any credentials will do, for Git and for the REST API. */
export async function startGitHub(runtime: Runtime): Promise<GitHub> {
  const server = new GitHubServer(runtime);
  await server.listen();
  return server;
}

class GitHubServer implements GitHub {
  readonly repositories: Repositories = {
    find: (fullName) => this.#places.get(fullName)?.repository,
    onPush: (listener) => void this.#listeners.push(listener),
  };
  readonly #places = new Map<string, Place>();
  readonly #listeners: ((push: Push) => void)[] = [];
  readonly #children = new Set<ChildProcess>();
  readonly #stopping = new AbortController();
  readonly #server = createServer((request, response) => {
    this.#serve(request, response).catch(() => response.destroy());
  });
  #lastId = 0;
  url = '';

  constructor(private readonly runtime: Runtime) {}

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    this.runtime.onStop(() => this.#stop());
  }

  async createRepository(fullName: string): Promise<Repository> {
    const { runtime, url } = this;
    if (!/^[\w-]+\/[\w.-]+$/.test(fullName)) throw GitHubError.invalid('Repository', 'name', 'invalid');
    if (this.#places.has(fullName)) throw GitHubError.invalid('Repository', 'name', 'already_exists');
    const nextId = (): number => (this.#lastId += 1);
    const now = (): number => runtime.clock.now();
    const repository = await LocalRepository.create(nextId(), fullName, url, this.#root, now());
    const addresses = { api: `${url}/api/v3/repos/${fullName}`, html: `${url}/${fullName}` };
    const common = { repository, addresses, nextId, now };
    const hooks = new Hooks(common, { activity: runtime.activity, stopping: this.#stopping.signal });
    const hosted: Hosted = {
      ...common,
      tell: (event, payload) => {
        hooks.tell(event, payload);
      },
      createRef: async (ref, commit) => {
        this.#pushed(place, await repository.createRef(ref, commit));
      },
    };
    const routes = {
      'GET ': () => ({ body: repositoryJson(repository, addresses) }),
      ...hooks.routes,
      ...releases(hosted),
      ...commits(hosted),
    };
    const place: Place = { ...hosted, hooks, routes };
    this.#places.set(fullName, place);
    return repository;
  }

  async idle(): Promise<void> {
    for (const { hooks } of this.#places.values()) await hooks.idle();
  }

  readonly #routes: Routes = {
    'GET /user': () => ({ body: USER }),
    'POST /orgs/{org}/repos': ({ params, body }) => this.#create(params.org ?? '', body.name),
  };

  get #root(): string {
    return join(this.runtime.directory, 'github');
  }

  async #create(owner: string, name: unknown): Promise<RestAnswer> {
    const { fullName } = await this.createRepository(`${owner}/${String(name)}`);
    const place = this.#places.get(fullName);
    return { status: 201, body: place && repositoryJson(place.repository, place.addresses) };
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const [, repository = '', what = ''] = GIT_PATH.exec(url.pathname) ?? [];
    const place = this.#places.get(repository);
    if (place !== undefined) {
      await this.#exchange(place, what, { url, request, response });
      return;
    }
    const path = url.pathname.replace(/^\/api\/v3(?=\/)/, '').replace(/\/$/, '');
    const [, fullName = '', rest = ''] = REPOSITORY_PATH.exec(path) ?? [];
    const routes = fullName === '' ? this.#routes : (this.#places.get(fullName)?.routes ?? {});
    await answer(routes, { request, response, url, path: fullName === '' ? path : rest });
  }

  /** Talks with Git; what a push moved is told before Git hears that it was done. */
  async #exchange(
    place: Place,
    what: string,
    { url, request, response }: { url: URL; request: IncomingMessage; response: ServerResponse },
  ): Promise<void> {
    const path = `/${place.repository.fullName}.git/${what}`;
    const common = { root: this.#root, path, query: url.search.slice(1), children: this.#children };
    const talk = (): Promise<void> => exchange({ ...common, request, response });
    if (what === 'git-receive-pack') this.#pushed(place, await place.repository.change(talk));
    else await talk();
    response.end();
  }

  #pushed({ repository, addresses, hooks }: Place, changes: readonly Push[]): void {
    repository.pushedAt = this.runtime.clock.now();
    const isTag = ({ ref }: Push): boolean => ref.startsWith('refs/tags/');
    const areMany = changes.filter(isTag).length > MOST_TAGS;
    for (const change of changes) {
      const { commit, ref, before } = change;
      const on = commit === undefined ? 'deleted' : `${commit.id.slice(0, 7)} ${commit.message.split('\n')[0] ?? ''}`;
      const name = ref.replace(/^refs\/(heads|tags)\//, '');
      this.runtime.activity({ kind: 'push', text: `${repository.fullName} ${name}: ${on}` });
      if (!isTag(change) || !areMany) {
        if (/^0+$/.test(before)) hooks.tell('create', createPayload(change));
        hooks.tell('push', pushPayload(change, addresses));
      }
      for (const listener of this.#listeners) listener(change);
    }
  }

  async #stop(): Promise<void> {
    this.#stopping.abort();
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    for (const child of this.#children) child.kill('SIGKILL');
    await Promise.all([closed, this.idle()]);
  }
}
