import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { run } from '../terraform';
import { Client, type Parsed } from './client';

/** Calls that run at once. */
const LANES = 2;

/** The AWS CLI: one process a call. */
export class AwsCli extends Client {
  readonly #lanes = Array.from({ length: LANES }, () => Promise.resolve());
  #turn = 0;

  /**
   * @param program - the directory of `aws`
   * @param directory - for its configuration
   */
  constructor(
    private readonly program: string,
    private readonly directory: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {
    super('cli');
    // Without it the CLI prints times as they came, and parses none.
    writeFileSync(join(directory, 'config'), '[default]\ncli_timestamp_format = iso8601\n');
  }

  protected async send(service: string, operation: string, input: object): Promise<Parsed> {
    const lane = this.#turn++ % LANES;
    const call = (this.#lanes[lane] ?? Promise.resolve()).then(() => this.#run(service, operation, input));
    this.#lanes[lane] = call.then(
      () => undefined,
      () => undefined,
    );
    return call;
  }

  async #run(service: string, operation: string, input: object): Promise<Parsed> {
    const command = operation.replace(/(?<!^)[A-Z]/g, '-$&').toLowerCase();
    const { exitCode, output } = await run(
      join(this.program, 'aws'),
      [service, command, '--output', 'json', '--cli-input-json', JSON.stringify(input)],
      this.directory,
      { ...this.environment, AWS_CONFIG_FILE: join(this.directory, 'config') },
    );
    // It prints nothing for an answer with nothing in it.
    if (exitCode === 0) return output === '' ? {} : (JSON.parse(output) as Parsed);
    const [, error] = /An error occurred \((\w+)\)/.exec(output) ?? [];
    if (error === undefined) throw new Error(`aws ${service} ${command} ended with ${exitCode}:\n${output}`);
    return { error };
  }
}
