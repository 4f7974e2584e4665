import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { EXIT_CODES } from '../../../../cli/errors';
import { runProgram } from '../../../../cli/program';

/** How the program ended, and what it wrote. */
export interface Ended {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Listens on a port of loopback. */
export async function listen(server: Server): Promise<void> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
}

/** Ends a server with what is connected: connections that are kept alive would hold it open. */
export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}

/** Runs the program in this process, with a server as all of AWS. */
export async function runAgainst(
  server: Server,
  args: readonly string[],
  { cwd, ...variables }: NodeJS.ProcessEnv & { readonly cwd: string },
): Promise<Ended> {
  const written = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr') => ({
    isTTY: false,
    write: (text: string) => {
      written[name] += text;
      return true;
    },
  });
  const env = {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 'b',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...variables,
  };
  const before = { ...process.env };
  Object.assign(process.env, env);
  try {
    const exit = await runProgram({
      ...{ args, calledAs: 'codeless', env, cwd },
      ...{ stdout: output('stdout'), stderr: output('stderr') },
      signal: new AbortController().signal,
    });
    return { exit: EXIT_CODES[exit], ...written };
  } finally {
    process.env = before;
  }
}
