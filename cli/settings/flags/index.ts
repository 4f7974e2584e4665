import type { VerbName } from '../../verb';
import { CALL_FLAGS } from './call-flags';
import type { FlagDeclaration } from './declaration';
import { FUNCTION_FLAGS } from './function-flags';
import { OUTPUT_FLAGS } from './output-flags';
import { RELEASE_FLAGS } from './release-flags';
import { SOURCE_FLAGS } from './source-flags';

export { variableOf, type FlagDeclaration } from './declaration';

const DECLARED = [...FUNCTION_FLAGS, ...SOURCE_FLAGS, ...RELEASE_FLAGS, ...CALL_FLAGS, ...OUTPUT_FLAGS] as const;

/** The name of a flag, without its dashes. */
export type FlagName = (typeof DECLARED)[number]['name'];

/** Every flag of the program, in the order of the help. */
export const FLAGS: readonly (FlagDeclaration & { readonly name: FlagName })[] = DECLARED;

/** The flags that a verb's command line takes. */
export function flagsOf(verb: VerbName): typeof FLAGS {
  return FLAGS.filter(({ verbs }) => verbs === 'all' || verbs.includes(verb));
}
