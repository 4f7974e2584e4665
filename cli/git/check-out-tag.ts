import { findProgram } from '../dependencies/tools/find-program';
import { secretMask } from '../dependencies/tools/mask-secrets';
import { CodelessError } from '../errors';
import { neutral } from '../neutral';
import { step, type OnProgress } from '../progress';
import { git, ignoredPrograms, type GitOptions } from './git';
import { ANY_TAG, commitOf, newestTags } from './tags';

/** Which tag is checked out, and where. */
export interface TagChoice extends GitOptions {
  /** Undefined: the newest that matches. */
  readonly tag: string | undefined;
  /** A glob; undefined: every tag. */
  readonly pattern: string | undefined;
  readonly onProgress: OnProgress;
}

/** A tag that is checked out. */
export interface TaggedCommit {
  readonly tag: string;
  /** The whole hash of the commit. */
  readonly commit: string;
}

const FETCH = ['fetch', '--tags', '--force', '--quiet', '--end-of-options'];

/** Lines of Git's that an error repeats. */
const SHOWN = 10;

/** The exit code where there is no such directory, of which the system says what misleads. */
const NOT_STARTED = 127;

/**
 * Checks out a tag of the work tree, with no branch: tags are fetched first where there is a remote. Untracked files stay.
 *
 * @throws CodelessError `NoGit`, `NoRepository`, `RepositoryFilter`, `FetchFailed`, `CheckoutFailed`; before anything is changed `SourceChanged`,
 * `TagNotFound`, `NoTagMatches`
 */
export async function checkOutTag(choice: TagChoice): Promise<TaggedCommit> {
  const { onProgress } = choice;
  await checkWorkTree(choice);
  await checkFilters(choice);
  await checkUnchanged(choice);
  const remote = await remoteOf(choice);
  if (remote !== undefined) {
    await step(
      onProgress,
      `Fetch the tags of ${remote}`,
      () => fetchTags(choice, remote),
      () => 'fetched',
    );
  }
  const chosen = choice.tag === undefined ? await newest(choice) : await named(choice, choice.tag);
  await step(
    onProgress,
    `Check out ${chosen.tag}`,
    () => checkOut(choice, chosen),
    () => chosen.commit,
  );
  return chosen;
}

async function checkWorkTree(options: GitOptions): Promise<void> {
  const { directory, env } = options;
  if (findProgram('git', env) === undefined) {
    throw new CodelessError('failed', 'NoGit', 'there is no Git on PATH', { hint: 'Install it in the build image.' });
  }
  const { code, lines, errors } = await git(options, 'rev-parse', '--is-inside-work-tree');
  if (lines[0] === 'true') return;
  throw new CodelessError('failed', 'NoRepository', `${directory} is in no work tree of Git`, {
    hint: 'Run this in a full clone: the source action of a pipeline makes one with the output format CODEBUILD_CLONE_REF.',
    output: code === NOT_STARTED ? [] : errors.slice(-SHOWN),
  });
}

/** Without its filter a file would be checked out as something else, such as a pointer or a cipher text. */
async function checkFilters(options: GitOptions): Promise<void> {
  const {
    filters: [filter],
    problem,
  } = await ignoredPrograms(options);
  if (filter === undefined) {
    if (problem !== undefined) throw gitFailed(options, `does not read ${options.directory}: ${neutral(problem)}`, []);
    return;
  }
  const message = `the configuration of the repository in ${options.directory} defines the filter ${neutral(filter)}`;
  throw new CodelessError('refused', 'RepositoryFilter', message, {
    hint: 'Programs that a repository names are not run: define the filter in the configuration of the user, by git config --global.',
  });
}

async function checkUnchanged(options: GitOptions): Promise<void> {
  const { code, lines, errors } = await git(
    options,
    'status',
    '--porcelain',
    '--untracked-files=no',
    '--ignore-submodules=dirty',
  );
  if (code !== 0) throw gitFailed(options, `could not compare ${options.directory} with its commit`, errors);
  if (lines.length === 0) return;
  throw new CodelessError('refused', 'SourceChanged', `the source in ${options.directory} has changes`, {
    hint: 'Commit them or take them back: another commit would be checked out over them.',
    output: lines.slice(0, SHOWN),
  });
}

/** `origin`, as a clone calls it, else the first remote. */
async function remoteOf(options: GitOptions): Promise<string | undefined> {
  const { lines } = await git(options, 'remote');
  return lines.includes('origin') ? 'origin' : lines[0];
}

async function fetchTags(options: GitOptions, remote: string): Promise<void> {
  const { code, errors } = await git({ ...options, usesRemote: true }, ...FETCH, remote);
  if (code === 0) return;
  throw new CodelessError('failed', 'FetchFailed', `the tags of the remote ${neutral(remote)} could not be fetched`, {
    hint: 'Check that this machine may read it: in CodeBuild by UseConnection of the role and git-credential-helper of the buildspec.',
    output: errors.slice(-SHOWN).map(secretMask(options.env)),
  });
}

async function named(options: GitOptions, tag: string): Promise<TaggedCommit> {
  const commit = await commitOf(options, tag);
  if (commit !== undefined) return { tag, commit };
  const message = `no commit in the repository of ${options.directory} is tagged ${neutral(tag)}`;
  throw new CodelessError('usage', 'TagNotFound', message, { hint: 'Check --tag and CODELESS_TAG, or push the tag.' });
}

async function newest(options: TagChoice): Promise<TaggedCommit> {
  const { pattern = ANY_TAG } = options;
  for (const tag of await newestTags(options, pattern)) {
    const commit = await commitOf(options, tag);
    if (commit !== undefined) return { tag, commit };
  }
  const message = `no tag in the repository of ${options.directory} matches ${neutral(pattern)}`;
  throw new CodelessError('refused', 'NoTagMatches', message, { hint: 'Push a tag, or give another --tag-pattern.' });
}

async function checkOut(options: GitOptions, { tag, commit }: TaggedCommit): Promise<void> {
  const { code, errors } = await git({ ...options, usesRemote: true }, 'checkout', '--detach', '--quiet', commit);
  if (code !== 0) throw gitFailed(options, `could not check out ${neutral(tag)} in ${options.directory}`, errors);
}

function gitFailed({ env }: GitOptions, what: string, errors: readonly string[]): CodelessError {
  return new CodelessError('failed', 'CheckoutFailed', `Git ${what}`, {
    hint: 'Remove what is in the way, or begin with a fresh clone.',
    output: errors.slice(-SHOWN).map(secretMask(env)),
  });
}
