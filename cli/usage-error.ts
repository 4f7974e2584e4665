import type { CommanderError } from 'commander';

import { CodelessError } from './errors';
import { neutral } from './neutral';
import { flagsOf } from './settings/flags';
import { nearest } from './settings/nearest';
import { VERBS, type VerbName } from './verb';

/**
 * One sentence for what commander says of a command line, with the name that was likely meant.
 *
 * @param verb undefined where no verb was understood
 */
export function usageError(error: CommanderError, verb: VerbName | undefined): CodelessError {
  const command = verb === undefined ? 'codeless' : `codeless ${verb}`;
  const hint = `${command} --help lists what it does know.`;
  const named = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  switch (error.code) {
    case 'commander.unknownOption': {
      const flags = verb === undefined ? [] : flagsOf(verb).map(({ name }) => `--${name}`);
      const flag = named.split('=')[0] ?? named;
      return new CodelessError(
        'usage',
        'UnknownFlag',
        `${command} has no flag ${neutral(flag)}${didYouMean(flag, flags)}`,
        { hint },
      );
    }
    case 'commander.unknownCommand':
      return new CodelessError(
        'usage',
        'UnknownVerb',
        `codeless has no verb ${neutral(named)}${didYouMean(named, VERBS)}`,
        { hint },
      );
    case 'commander.optionMissingArgument':
      return new CodelessError('usage', 'ValueMissing', `${named.split(' ')[0] ?? named} needs a value`, { hint });
    default: {
      const sentence = error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
      return new CodelessError('usage', 'WrongCommandLine', neutral(sentence), { hint });
    }
  }
}

function didYouMean(word: string, candidates: readonly string[]): string {
  const meant = nearest(word, candidates);
  return meant === undefined ? '' : `: did you mean ${meant}?`;
}
