import { createRequire } from 'node:module';
import { join } from 'node:path';

import { run } from '../terraform';
import { Client, type Parsed } from './client';

/** Clients that this project has no other use for; each is the last version that every mirror of npm is known to have. */
const PACKAGES = [
  '@aws-sdk/client-chatbot@3.670.0',
  '@aws-sdk/client-codestar-connections@3.1017.0',
  '@aws-sdk/client-codestar-notifications@3.687.0',
];

interface Sender {
  send(command: object): Promise<Parsed>;
}
type Package = Readonly<Record<string, new (options: object) => object>>;

/** The AWS SDK for JavaScript: one client a service. */
export class AwsSdk extends Client {
  readonly #senders = new Map<string, Sender>();

  private constructor(
    private readonly directory: string,
    private readonly configuration: object,
  ) {
    super('sdk');
  }

  /** Installs the clients that are not there yet into a directory. */
  static async install(directory: string, configuration: object): Promise<AwsSdk> {
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline'];
    const args = ['install', ...options, '--prefix', directory, ...PACKAGES];
    const { exitCode, output } = await run('npm', args, directory, {});
    if (exitCode !== 0) throw new Error(`npm ${args.join(' ')} ended with ${exitCode}:\n${output}`);
    return new AwsSdk(directory, configuration);
  }

  protected async send(service: string, operation: string, input: object): Promise<Parsed> {
    const sdk = this.#load(service);
    const Command = sdk[`${operation}Command`];
    if (Command === undefined) throw new Error(`the SDK has no ${service}:${operation}`);
    try {
      const output = await this.#sender(service, sdk).send(new Command(input));
      return JSON.parse(JSON.stringify({ ...output, $metadata: undefined })) as Parsed;
    } catch (error) {
      // The SDK has a class for each error that the model names; all others are its service's base class.
      if (error instanceof Error && '$fault' in error) return { error: error.constructor.name };
      throw error;
    }
  }

  #load(service: string): Package {
    const name = `@aws-sdk/client-${service}`;
    const isInstalled = PACKAGES.some((one) => one.startsWith(`${name}@`));
    return createRequire(isInstalled ? join(this.directory, 'package.json') : __filename)(name) as Package;
  }

  #sender(service: string, sdk: Package): Sender {
    const known = this.#senders.get(service);
    if (known !== undefined) return known;
    const name = Object.keys(sdk).find((one) => /^(?!__).*Client$/.test(one)) ?? '';
    const Service = sdk[name];
    if (Service === undefined) throw new Error(`the SDK's package for ${service} has no client`);
    const sender = new Service({ ...this.configuration, maxAttempts: 1 }) as Sender;
    this.#senders.set(service, sender);
    return sender;
  }
}
