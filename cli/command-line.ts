import { Command, CommanderError, Option } from 'commander';

import { EXIT_CODES } from './errors';
import type { Output } from './output/style';
import { flagsOf, type FlagDeclaration } from './settings/flags';
import type { RawFlags } from './settings/given-values';
import { usageError } from './usage-error';
import { CATALOGUE, EXIT_MEANINGS } from './verbs/catalogue';
import { VERBS, type VerbName } from './verb';
import { VERSION } from './version';

/** What a command line asks for. */
export interface Call {
  readonly verb: VerbName;
  readonly flags: RawFlags;
}

/**
 * Reads a command line; help and version are printed at once.
 *
 * @returns undefined where all is done
 * @throws CodelessError with exit `usage` for what is not understood
 */
export function readCommandLine(args: readonly string[], stdout: Output): Call | undefined {
  let call: Call | undefined;
  const program = new Command('codeless')
    .description('Ships code to AWS Lambda functions whose infrastructure Terraform owns.')
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .optionsGroup('Flags:')
    .commandsGroup('Verbs:')
    .version(VERSION, '-V, --version', 'Print the release.')
    .helpOption('-h, --help', 'Print this.')
    .helpCommand('help [verb]', 'Print the help of a verb.')
    .usage('<verb> [flags]')
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: () => undefined })
    .exitOverride()
    .addHelpText('after', '\ncodeless <verb> --help tells the flags, the exit codes and an example of a verb.');
  for (const verb of VERBS) {
    const command = verbCommand(program, verb);
    command.action(() => {
      call = { verb, flags: givenFlags(command, verb) };
    });
  }
  try {
    program.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw usageError(
      error,
      VERBS.find((verb) => verb === args[0]),
    );
  }
  return call;
}

/** The command line, as the verb is asked for: aws-lambda-ci had flags alone, and always deployed. */
export function withVerb(args: readonly string[], calledAs: string): { args: readonly string[]; legacy: boolean } {
  const [first] = args;
  const asksForProgram = first === undefined || ['-h', '--help', '-V', '--version'].includes(first);
  const legacy = calledAs === 'aws-lambda-ci' ? !VERBS.some((verb) => verb === first) : first?.startsWith('-') === true;
  return legacy && (calledAs === 'aws-lambda-ci' || !asksForProgram)
    ? { args: ['deploy', ...args], legacy }
    : { args: first === undefined ? ['--help'] : args, legacy: false };
}

function verbCommand(program: Command, verb: VerbName): Command {
  const { summary, details, examples, exits } = CATALOGUE[verb];
  const command = program
    .command(verb)
    .summary(summary)
    .description(`${summary}\n\n${details}`)
    .usage('[flags]')
    .optionsGroup('Flags:')
    .helpOption('-h, --help', 'Print this.')
    .addHelpText('after', `\n${section(examples.length === 1 ? 'Example' : 'Examples', examples)}`)
    .addHelpText(
      'after',
      `\n${section(
        'Exit codes',
        [...exits, 'interrupted' as const, 'terminated' as const].map(
          (exit) => `${String(EXIT_CODES[exit]).padStart(3)}  ${EXIT_MEANINGS[exit].replaceAll('`', '')}`,
        ),
      )}`,
    );
  for (const flag of flagsOf(verb)) {
    optionsOf(flag).forEach((option) => command.addOption(option));
  }
  return command;
}

function optionsOf(flag: FlagDeclaration): Option[] {
  if (flag.type !== 'boolean') {
    const placeholder = flag.type === 'choice' ? `<${flag.choices.join('|')}>` : flag.placeholder;
    return [new Option(`--${flag.name} ${placeholder}`, describe(flag))];
  }
  const option = new Option(`--${flag.name}`, describe(flag));
  return flag.negatable ? [option, new Option(`--no-${flag.name}`, `The opposite of --${flag.name}.`)] : [option];
}

function describe({ description, default: fallback }: FlagDeclaration): string {
  return `${description}${fallback === undefined ? '' : ` Default: ${fallback}.`}`.replaceAll('`', '');
}

function givenFlags(command: Command, verb: VerbName): RawFlags {
  const given: Record<string, string | boolean> = {};
  for (const flag of flagsOf(verb)) {
    const [option] = optionsOf(flag);
    const name = option?.attributeName() ?? flag.name;
    if (command.getOptionValueSource(name) !== 'cli') continue;
    // Commander reads --no-color as the denial of a flag "color".
    given[flag.name] = option?.negate === true ? true : (command.getOptionValue(name) as string | boolean);
  }
  return given;
}

function section(title: string, lines: readonly string[]): string {
  return [`${title}:`, ...lines.map((line) => `  ${line}`)].join('\n');
}
