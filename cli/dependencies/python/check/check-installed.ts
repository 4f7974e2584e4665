import { CodelessError } from '../../../errors';
import { readDistributions, type Distribution } from './distributions';
import { missingFiles } from './missing-files';
import { unmetRequirements, type Asked } from './unmet-requirements';

/** Problems that an error lists. */
const LISTED = 20;

/**
 * Checks that what is installed is whole: each file that a distribution lists is there as it was packed, each requirement
 * that counts in Lambda is met, by a version that fits, and nothing is there twice.
 *
 * @param root the directory that packages are importable from
 * @param remedy what to do about a requirement that is not met
 * @throws CodelessError with exit `build`, `DependenciesIncomplete`
 */
export async function checkInstalled(root: string, asked: Asked, remedy: string): Promise<void> {
  const distributions = await readDistributions(root);
  const files = [...twice(distributions), ...(await missingFiles(root, distributions))];
  const unmet = unmetRequirements(distributions, asked);
  const problems = [...unmet, ...files];
  const [first] = problems;
  if (first === undefined) return;
  const more = problems.length === 1 ? '' : `, and ${problems.length - 1} more`;
  throw new CodelessError('build', 'DependenciesIncomplete', `the dependencies are not whole: ${first}${more}`, {
    hint: unmet.length > 0 ? remedy : 'Take another version of the package, whose wheel is broken, or report it there.',
    output: problems.slice(1, LISTED),
  });
}

function twice(distributions: readonly Distribution[]): string[] {
  const byName = new Map<string, string[]>();
  for (const { name, directory } of distributions) byName.set(name, [...(byName.get(name) ?? []), directory]);
  return [...byName]
    .filter(([, directories]) => directories.length > 1)
    .map(([name, directories]) => `${name} is there twice: ${directories.join(', ')}`);
}
