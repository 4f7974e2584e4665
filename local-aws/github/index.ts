import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import type { Runtime } from '../runtime';
import type { Push, Repositories, Repository } from '../services/ports';
import { commits } from './commits';
import { git } from './git';
import { Hooks } from './hooks';
import { LocalRepository, NOTHING } from './local-repository';
import { createPayload, pushPayload, repositoryJson, USER } from './payloads';
import { releases } from './releases';
import { answer, GitHubError, type Routes } from './rest';
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
interface Place {
  readonly repository: LocalRepository;
  readonly hooks: Hooks;
  readonly routes: Routes;
}

const GIT_PATH = /^\/([^/]+\/[^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;
const REPOSITORY_PATH = /^\/repos\/([^/]+\/[^/]+)(\/.*)?$/;

/** Starts a GitHub on a free port of the loopback interface. Any credentials will do, for Git and for the REST API. */
export async function startGitHub(runtime: Runtime): Promise<GitHub> {
  const root = join(runtime.directory, 'github');
  const stopping = new AbortController();
  const places = new Map<string, Place>();
  const listeners: ((push: Push) => void)[] = [];

  /** Does what may move references of a repository, and tells everyone what it moved. */
  async function change<T>({ repository, hooks }: Place, act: () => Promise<T>): Promise<T> {
    const [result, pushes] = await repository.change(act);
    for (const push of pushes) {
      const { commit, ref, before } = push;
      const on = commit === undefined ? 'deleted' : `${commit.id.slice(0, 7)} ${commit.message.split('\n')[0] ?? ''}`;
      const name = ref.replace(/^refs\/(heads|tags)\//, '');
      runtime.activity({ kind: 'push', text: `${repository.fullName} ${name}: ${on}` });
      if (before === NOTHING) hooks.tell('create', createPayload(push));
      hooks.tell('push', pushPayload(push, repository));
      for (const listener of listeners) listener(push);
    }
    return result;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = new URL(request.url ?? '/', url);
    const [, cloned = '', what = ''] = GIT_PATH.exec(pathname) ?? [];
    const place = places.get(cloned);
    if (place !== undefined) {
      const path = `/${cloned}.git/${what}`;
      const talk = () => exchange(request, { root, path, query: search.slice(1), stopping: stopping.signal });
      // What a push moved is told before Git hears that it was done.
      const { status, headers, body } = await (what === 'git-receive-pack' ? change(place, talk) : talk());
      response.writeHead(status, headers).end(body);
      return;
    }
    const path = pathname.replace(/^\/api\/v3(?=\/)/, '').replace(/\/$/, '');
    const [, fullName, rest = ''] = REPOSITORY_PATH.exec(path) ?? [];
    if (fullName === undefined) await answer({ 'GET /user': () => ({ body: USER }) }, path, request, response);
    else await answer(places.get(fullName)?.routes ?? {}, rest, request, response);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const github: GitHub = {
    url,
    repositories: {
      find: (fullName) => places.get(fullName)?.repository,
      onPush: (listener) => void listeners.push(listener),
    },
    async createRepository(fullName) {
      if (!/^[\w-]+\/[\w.-]+$/.test(fullName)) throw GitHubError.invalid('Repository', 'name', 'invalid');
      if (places.has(fullName)) throw GitHubError.invalid('Repository', 'name', 'already_exists');
      const repository = await LocalRepository.create(places.size + 1, fullName, url, root);
      const hooks = new Hooks(repository, runtime, stopping.signal);
      const { directory } = repository;
      const createTag = async (tag: string, commit: string): Promise<void> => {
        await change(place, () => git(directory, ['update-ref', '--end-of-options', `refs/tags/${tag}`, commit]));
      };
      const routes = {
        'GET ': () => ({ body: repositoryJson(repository) }),
        ...hooks.routes,
        ...releases(repository, hooks, runtime.clock, createTag),
        ...commits(repository, runtime.clock),
      };
      const place = { repository, hooks, routes };
      places.set(fullName, place);
      return repository;
    },
    async idle() {
      for (const { hooks } of places.values()) await hooks.idle();
    },
  };
  runtime.onStop(async () => {
    stopping.abort();
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await Promise.all([closed, github.idle()]);
  });
  return github;
}
