import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { readBody } from '../../../../local-aws/front/message';
import { ServiceError } from '../../../../local-aws/services/service';
import type {
  BuildResult,
  Builds,
  Commit,
  PipelineBuild,
  Push,
  Repositories,
  Repository,
} from '../../../../local-aws/services/ports';

export const AUTHOR = { name: 'Ann', email: 'ann@example.com' };

/** Builds that end when, and how, a test says. */
export class FakeBuilds implements Builds {
  readonly started: PipelineBuild[] = [];
  /** Projects whose builds end at once, with their status; the others wait for {@link finish}. */
  readonly outcomes = new Map<string, BuildResult['status']>();
  readonly exported = new Map<string, Record<string, string>>();
  readonly #waiting: { project: string; end: (status: BuildResult['status']) => void }[] = [];

  start(build: PipelineBuild): Promise<{ id: string; done: Promise<BuildResult> }> {
    const { project } = build;
    if (project === 'missing') {
      return Promise.reject(new ServiceError('ResourceNotFoundException', 'Project cannot be found: missing'));
    }
    const id = `${project}:${this.started.push(build)}`;
    const result = (status: BuildResult['status']): BuildResult => ({
      id,
      status,
      exported: this.exported.get(project) ?? {},
      logUrl: `https://logs/${id}`,
      ...(status === 'SUCCEEDED' ? {} : { summary: `Build terminated with state: ${status}. COMMAND_EXECUTION_ERROR` }),
    });
    const outcome = this.outcomes.get(project);
    if (outcome !== undefined) return Promise.resolve({ id, done: Promise.resolve(result(outcome)) });
    const done = new Promise<BuildResult>((resolve) => {
      this.#waiting.push({
        project,
        end: (status) => {
          resolve(result(status));
        },
      });
    });
    return Promise.resolve({ id, done });
  }

  /** Ends the oldest build of a project that waits. */
  finish(project: string, status: BuildResult['status'] = 'SUCCEEDED'): void {
    const index = this.#waiting.findIndex((build) => build.project === project);
    if (index < 0) throw new Error(`no build of ${project} waits`);
    this.#waiting.splice(index, 1)[0]?.end(status);
  }

  stop(): Promise<void> {
    throw new Error('nobody stops a build that an action gave up');
  }
}

/** Repositories in which every commit is one that a test made. */
export class FakeRepositories implements Repositories {
  readonly repositories = new Map<string, Repository>();
  readonly #listeners: ((push: Push) => void)[] = [];

  /** @param commits - by reference and by id */
  add(fullName: string, commits: ReadonlyMap<string, Commit>, directory = ''): void {
    this.repositories.set(fullName, {
      fullName,
      cloneUrl: `http://git/${fullName}.git`,
      directory,
      commit: (ref) => Promise.resolve(commits.get(ref)),
      checkout: () => Promise.reject(new Error('nobody checks out')),
    });
  }

  find(fullName: string): Repository | undefined {
    return this.repositories.get(fullName);
  }

  onPush(listener: (push: Push) => void): void {
    this.#listeners.push(listener);
  }

  push(push: Push): void {
    for (const listener of this.#listeners) listener(push);
  }
}

/** What was put into a bucket. */
export interface StoredObject {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** An S3 that keeps what it is given: every PUT is an object, every bucket has versions. */
export class FakeS3 {
  readonly objects = new Map<string, StoredObject>();
  versioning = 'Enabled';
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const url = new URL(request.url ?? '', 'http://s3');
      void readBody(request).then((body) => {
        if (request.method === 'PUT') {
          this.objects.set(url.pathname, { body, headers: request.headers });
          response.end();
        } else if (url.searchParams.has('versioning')) {
          const status = `<Status>${this.versioning}</Status>`;
          response.end(`<?xml version="1.0"?><VersioningConfiguration>${status}</VersioningConfiguration>`);
        } else {
          const object = this.objects.get(url.pathname);
          const version = url.searchParams.get('versionId') ?? 'newest';
          response.writeHead(object ? 200 : 404, { etag: '"e1"', 'x-amz-version-id': version });
          response.end(object?.body ?? '<Error><Code>NoSuchKey</Code><Message>no such key</Message></Error>');
        }
      });
    });
  }

  static async start(): Promise<FakeS3> {
    const s3 = new FakeS3();
    s3.#server.listen(0, '127.0.0.1').unref();
    await once(s3.#server, 'listening');
    return s3;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }
}
