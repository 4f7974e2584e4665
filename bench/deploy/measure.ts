import { join } from 'node:path';
import type { BenchOptions } from '../options';
import { conditions } from './conditions';
import { Field, type FieldOptions, type Task } from './field/field';
import { Project } from './field/project';
import { pack, type Packing } from './packing/packing';

/** What was measured. */
export interface DeployResults {
  /** With an AWS that answers at once. */
  readonly near: {
    readonly unchanged: Task;
    /** The same where the program finds nothing that it compiled before, as on the machines of a CI. */
    readonly fresh: Task;
    readonly change: Task;
    readonly help: Task;
  };
  /** With an AWS whose calls and changes take time. */
  readonly distant: { readonly unchanged: Task; readonly change: Task };
  /** A source of many files. */
  readonly tree: { readonly unchanged: Task; readonly change: Task };
  /** A source of files of a megabyte that cannot be compressed. */
  readonly binaries: { readonly change: Task };
  /** The source of many files, packed by `codeless` without a deploy. */
  readonly packing: readonly Packing[];
  /** Packages that `codeless` uploaded and that were found whole. */
  readonly checked: number;
}

/** How often help is asked for, for each round of deploys: it is short. */
const HELPS_PER_ROUND = 4;

/** A machine of a CI, on which `codeless` keeps no compiled code; the programs that sit it out keep none anywhere. */
const FRESH = { env: { CI: 'true' }, without: ['lambroll', 'AWS CLI'] } as const;

/** Deploys of each program before the measured ones, at most: the first ones make what later ones find. */
const WARM_UPS = 2;

/** Rounds of what takes long, at most. */
const LONG_ROUNDS = 3;

const change = {
  before: (project: Project): void => {
    project.change();
  },
};

/** Lets all programs do all tasks. */
export async function measure(
  base: FieldOptions,
  options: BenchOptions,
  progress: (line: string) => void,
): Promise<DeployResults> {
  const { rounds, megabytes, files, latency, settling } = options;
  const longRounds = Math.min(rounds, LONG_ROUNDS);
  let checked = 0;
  const on = <Result>(
    name: string,
    more: Partial<FieldOptions>,
    use: (field: Field) => Promise<Result>,
  ): Promise<Result> =>
    Field.with({ ...base, ...more, directory: join(base.directory, name) }, async (field) => {
      const warmUps = Math.min(rounds, WARM_UPS);
      progress(`deploy, ${name}: ${warmUps} × unmeasured`);
      await field.deploy(warmUps);
      progress(`deploy, ${name}: each task`);
      const result = await use(field);
      // A check that finds nothing to check proves nothing.
      if (field.checked === 0) throw new Error('no package that codeless uploaded was found');
      checked += field.checked;
      return result;
    });
  const { distance, treeName, binariesName } = conditions(options);

  const near = await on('AWS near', {}, async (field) => ({
    unchanged: await field.deploy(rounds),
    fresh: await field.deploy(rounds, FRESH),
    change: await field.deploy(rounds, change),
    help: await field.help(rounds * HELPS_PER_ROUND),
  }));
  const both = async (field: Field): Promise<{ unchanged: Task; change: Task }> => ({
    unchanged: await field.deploy(longRounds),
    change: await field.deploy(longRounds, change),
  });
  const distant = await on(distance, { latency, settling }, both);
  const many = (project: Project): void => {
    project.addTree(megabytes, files);
  };
  const tree = await on(treeName, { isLarge: true, fill: many }, both);
  const large = (project: Project): void => {
    project.addBinaries(megabytes);
  };
  const binaries = await on(binariesName, { isLarge: true, fill: large }, async (field) => ({
    change: await field.deploy(longRounds, change),
  }));
  progress(`packing, ${treeName}`);
  const project = new Project(join(base.directory, 'packing'));
  many(project);
  const packing = await pack(longRounds, project.source, project.root);
  return { near, distant, tree, binaries, packing, checked };
}
