import type { LocalAws } from '../../../local-aws';
import { CodelessFunction, LEASE, succeeded, type FunctionOptions } from './codeless-function';
import type { ProgramRun } from './codeless-program';
import { Registry, type PushedImage } from './images';

/** Images of a repository that Lambda may pull from, and image functions that the program ships them to. */
export class ImageStage {
  readonly #registry: Registry;
  #functions = 0;

  private constructor(
    private readonly aws: LocalAws,
    /** The repository, and what the names of functions begin with. */
    private readonly name: string,
    readonly one: PushedImage,
    readonly two: PushedImage,
  ) {
    this.#registry = new Registry(aws);
  }

  static async create(aws: LocalAws, name: string): Promise<ImageStage> {
    const registry = new Registry(aws);
    await registry.create(name, true);
    const push = (content: string): Promise<PushedImage> => registry.push(name, content, { tag: content });
    await push('placeholder');
    return new ImageStage(aws, name, await push('one'), await push('two'));
  }

  /** An image in the repository, by its tag. */
  tagged(tag: string): string {
    return this.#registry.uri(`${this.name}:${tag}`);
  }

  /** A function as Terraform makes it. */
  async function(more: FunctionOptions['configuration'] = {}): Promise<CodelessFunction> {
    this.#functions += 1;
    const placeholderImageUri = this.tagged('placeholder');
    return CodelessFunction.create(this.aws, `${this.name}-${this.#functions}`, {
      configuration: {
        ...{ PackageType: 'Image', Runtime: undefined, Handler: undefined },
        Code: { ImageUri: placeholderImageUri },
        ...more,
      },
      contract: { packageType: 'Image', runtime: undefined, placeholderSha256: undefined, placeholderImageUri },
    });
  }

  /** A function that serves the first image. */
  async released(): Promise<CodelessFunction> {
    const target = await this.function();
    await succeeded(this.ship(target, this.one, 'v1'));
    return target;
  }

  ship(target: CodelessFunction, { uri }: PushedImage, sourceVersion: string, caller?: string): ProgramRun {
    const args = ['--image-uri', uri, '--source-version', sourceVersion, '--no-prune', ...LEASE];
    return target.start(['deploy', ...args], caller);
  }
}
