import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalAws } from '../../../local-aws';
import { interleave } from '../../interleave';
import { UploadedPackages } from '../packages/uploaded';
import type { Tool, ToolName } from '../tools/tool';
import { BUCKET, createFunctions } from './function';
import { Project } from './project';
import { Subject, type Run } from './subject';

/** All runs of each program at one task. */
export type Task = Readonly<Partial<Record<ToolName, readonly Run[]>>>;

/** Programs, and what they need to run. */
export interface FieldOptions {
  readonly tools: readonly Tool[];
  /** The environment of the programs, but for what the local AWS adds. */
  readonly env: Readonly<Record<string, string>>;
  readonly python: string;
  /** A directory that does not exist yet. */
  readonly directory: string;
  /** Milliseconds that each call takes longer. @default 0 */
  readonly latency?: number;
  /** Milliseconds for which a function is not ready after a change. @default 0 */
  readonly settling?: number;
  /** Whether packages are too large to be sent in the call that changes the code. @default false */
  readonly isLarge?: boolean;
  /** What is added to each checkout before the first deploy. @default - nothing */
  readonly fill?: (project: Project) => void;
}

/** How a deploy is run. */
export interface DeployOptions {
  /** Is done to the checkout before each deploy, unmeasured. @default - nothing */
  readonly before?: (project: Project) => void;
  /** More of the environment. @default - no more */
  readonly env?: Readonly<Record<string, string>>;
  /** Programs that sit it out. @default - none */
  readonly without?: readonly ToolName[];
}

/** One local AWS on which the programs run in turns, each with a checkout and a function of its own. */
export class Field {
  readonly #sides: readonly { readonly tool: Tool; readonly name: string; readonly project: Project }[];
  #releases = 0;

  private constructor(
    private readonly options: FieldOptions,
    private readonly subject: Subject,
    private readonly packages: UploadedPackages,
  ) {
    this.#sides = options.tools.map((tool) => {
      const [name, root] = [functionName(tool), join(options.directory, functionName(tool))];
      const project = new Project(root);
      options.fill?.(project);
      tool.prepare?.({ functionName: name, root, bucket: BUCKET });
      return { tool, name, project };
    });
  }

  /** Starts the AWS and makes functions and checkouts, lets them be used, and takes all of it away. */
  static async with<Result>(options: FieldOptions, use: (field: Field) => Promise<Result>): Promise<Result> {
    const { tools, env, python, directory, latency = 0, settling = 0 } = options;
    mkdirSync(directory);
    const aws = await startLocalAws({ settling });
    try {
      const s3 = await createFunctions(aws, tools.map(functionName));
      if (latency > 0) aws.faults.order({ times: 'always', fault: { delayMs: latency } });
      const subject = new Subject(aws, { ...aws.environment, ...env });
      return await use(new Field(options, subject, new UploadedPackages(s3, BUCKET, python, directory)));
    } finally {
      await aws.stop();
      rmSync(directory, { recursive: true, force: true });
    }
  }

  /** How many packages that `codeless` uploaded were unpacked and compared. */
  get checked(): number {
    return this.packages.count;
  }

  /** Lets each program deploy, in turns. @throws Error if a program fails or `codeless` uploads a broken package */
  deploy(times: number, { before, env, without = [] }: DeployOptions = {}): Promise<Task> {
    const taking = this.#sides.filter(({ tool }) => !without.includes(tool.name));
    return this.#inTurns(times, taking, async ({ tool, name, project }) => {
      before?.(project);
      const { isLarge = false } = this.options;
      const target = { functionName: name, root: project.root, bucket: BUCKET, release: this.#releases++, isLarge };
      const run = await this.subject.run(tool.deploy(target), project.root, env);
      if (tool.name === 'codeless') await this.packages.check(name, project.source);
      return run;
    });
  }

  /** Lets each program print its help, in turns. */
  help(times: number): Promise<Task> {
    const asked = this.#sides.filter(({ tool }) => tool.help !== undefined);
    return this.#inTurns(times, asked, ({ tool, project }) => this.subject.run(tool.help ?? ['false'], project.root));
  }

  #inTurns<Side extends { readonly tool: Tool }>(
    times: number,
    sides: readonly Side[],
    run: (side: Side) => Promise<Run>,
  ): Promise<Task> {
    return interleave(times, Object.fromEntries(sides.map((side) => [side.tool.name, () => run(side)])));
  }
}

function functionName({ name }: Tool): string {
  return `bench-${name.toLowerCase().replace(/\W/g, '-')}`;
}
