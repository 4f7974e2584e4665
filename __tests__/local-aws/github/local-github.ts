import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { readBody } from '../../../local-aws/front/message';
import { startGitHub, type GitHub } from '../../../local-aws/github';
import { FakeRuntime } from '../fake-runtime';

const IDENTITY = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com', GIT_COMMITTER_NAME: 'Ada' };

/** What a REST call was answered. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
  /** The body where it is a list; of anything else, nothing. */
  readonly list: Record<string, unknown>[];
}

/** A local GitHub with the repository `acme/app`, and a working copy of it. */
export class LocalGitHub {
  readonly runtime = new FakeRuntime();
  readonly work = mkdtempSync(join(tmpdir(), 'work-'));
  github!: GitHub;

  async start(): Promise<void> {
    this.github = await startGitHub(this.runtime);
    await this.github.createRepository('acme/app');
    await this.git('clone', '--quiet', `${this.github.url}/acme/app.git`, '.');
  }

  async stop(): Promise<void> {
    await this.runtime.stop();
    rmSync(this.work, { recursive: true, force: true });
  }

  /** Runs Git in the working copy, with no configuration of this machine. */
  async git(...args: string[]): Promise<string> {
    const { PATH } = process.env;
    const quiet = { GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
    const env = { PATH, ...quiet, ...IDENTITY, GIT_COMMITTER_EMAIL: 'ada@example.com' };
    return (await promisify(execFile)('git', args, { cwd: this.work, env })).stdout.trim();
  }

  /** Commits files and pushes them. */
  async push(files: Readonly<Record<string, string>>, branch = 'main'): Promise<string> {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.work, path)), { recursive: true });
      writeFileSync(join(this.work, path), content);
    }
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--message', `Change ${Object.keys(files).join(', ')}`);
    await this.git('push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
    return this.git('rev-parse', 'HEAD');
  }

  /** Calls the REST API about `acme/app`. */
  async rest(method: string, path: string, body?: unknown): Promise<Answered> {
    const url = `${this.github.url}/api/v3/repos/acme/app${path}`;
    const response = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await response.text();
    const { status, headers } = response;
    const value = (text === '' ? {} : JSON.parse(text)) as object;
    const list = Array.isArray(value) ? (value as Answered['list']) : [];
    return { status, headers, body: value as Answered['body'], list };
  }
}

/** A delivery as it arrived. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Something that hooks can be told to. */
export class Receiver {
  readonly received: Received[] = [];
  status = 200;
  readonly #server = createServer((request, response) => {
    void readBody(request).then((body) => {
      this.received.push({ headers: request.headers, body: body.toString() });
      response.writeHead(this.status, { 'x-seen': 'yes' }).end('thanks');
    });
  });

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  /** Events that arrived, with their actions. */
  get events(): string[] {
    const named = this.received.map(({ headers, body }) => {
      const { action } = JSON.parse(body) as { action?: string };
      return [headers['x-github-event'], action].filter(Boolean).join(' ');
    });
    return named.sort();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }
}
