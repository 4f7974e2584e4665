/**
 * Runs each subject in turn, round after round (A B A B …), so that what else the machine does meets all of them alike.
 *
 * @returns the results of each subject, in the order of the rounds
 */
export async function interleave<Name extends string, Result>(
  rounds: number,
  subjects: Readonly<Record<Name, () => Promise<Result>>>,
): Promise<Record<Name, Result[]>> {
  const names = Object.keys(subjects) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as Result[]])) as Record<Name, Result[]>;
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      results[name].push(await subjects[name]());
    }
  }
  return results;
}
