import type { ExitName } from '../errors';
import type { VerbName } from '../verb';

/** What help and page say of a verb. */
export interface VerbDescription {
  /** One line. */
  readonly summary: string;
  /** What else there is to know, in a few sentences. */
  readonly details: string;
  /** Commands to copy; the first is the usual one. */
  readonly examples: readonly string[];
  /** How it can end; `interrupted` and `terminated` go for all. */
  readonly exits: readonly ExitName[];
}

const ALWAYS = ['ok', 'failed', 'usage'] as const satisfies readonly ExitName[];

/** Every verb, as it is described. */
export const CATALOGUE: Readonly<Record<VerbName, VerbDescription>> = {
  deploy: {
    summary: 'Ship the source: layer, code, version, alias.',
    details:
      'Builds what changed, publishes a version and moves the alias to it. Nothing changed: no write call at all. Killed at any moment: the alias serves a healthy version, and the next run finishes the job.',
    examples: [
      'codeless deploy --function-name demo-api',
      'codeless deploy --function-name demo-api --app-src-path src --smoke-test @test/event.json',
      'codeless deploy --function-name demo-api --dry-run',
    ],
    exits: [...ALWAYS, 'refused', 'busy', 'build', 'unhealthy'],
  },
  build: {
    summary: 'Make the packages and write them to files.',
    details:
      'Makes the same bytes as deploy does. Reads the deploy contract if a function is named, and else needs no AWS at all.',
    examples: [
      'codeless build --app-src-path src --function-runtime python3.13 --out dist',
      'codeless build --function-name demo-api --app-src-path src --dependencies package --target app.zip',
    ],
    exits: [...ALWAYS, 'build'],
  },
  diff: {
    summary: 'Say what a deploy would change: files, dependencies, configuration.',
    details: 'Compares the source with the version behind the alias, and changes nothing.',
    examples: [
      'codeless diff --function-name demo-api',
      'codeless diff --function-name demo-api --exit-code',
      'DIFF=$(codeless diff --function-name demo-api --summary)',
    ],
    exits: [...ALWAYS, 'refused', 'build', 'different'],
  },
  checkout: {
    summary: 'Check out the released tag, before it is built.',
    details:
      "Fetches the remote's tags and checks out, with no branch, the one that is given or else the newest that matches: by the time it was created, then by version. Asks neither AWS nor anybody. A source with changes is refused, and so is one where no tag matches; untracked files stay. A tag that does not exist is exit code 2; without Git or repository, or where Git fails, it is 1.",
    examples: [
      "codeless checkout --tag-pattern 'v*'",
      'codeless checkout --tag v1.4.0',
      "codeless checkout --tag-pattern 'api/*' --json",
    ],
    exits: [...ALWAYS, 'refused'],
  },
  status: {
    summary: 'Say what the alias serves, who is deploying, and where each setting came from.',
    details: 'Reads alone.',
    examples: ['codeless status --function-name demo-api', 'codeless status --function-name demo-api --json'],
    exits: ALWAYS,
  },
  versions: {
    summary: 'List the releases, the newest first.',
    details: 'Reads the ledger of releases, and Lambda where the ledger is lost.',
    examples: ['codeless versions --function-name demo-api --limit 5'],
    exits: ALWAYS,
  },
  rollback: {
    summary: 'Move the alias back to the last good release, or to a named one.',
    details:
      'Also clears a deploy that was only half done. The release that is left is not shipped again unless deploy is told to --redeploy.',
    examples: [
      'codeless rollback --function-name demo-api',
      'codeless rollback --function-name demo-api --to 41',
      'codeless rollback --function-name demo-api --to v1.4.0 --dry-run',
    ],
    exits: [...ALWAYS, 'refused', 'busy', 'unhealthy'],
  },
  prune: {
    summary: 'Remove versions, layer versions and packages that nothing reaches.',
    details: 'Keeps what an alias, a weight, the newest releases, provisioned concurrency or an event source reaches.',
    examples: ['codeless prune --function-name demo-api --dry-run', 'codeless prune --function-name demo-api --keep 5'],
    exits: [...ALWAYS, 'refused', 'busy'],
  },
  logs: {
    summary: "Show the function's log entries.",
    details: 'With --json each entry is one line of JSON.',
    examples: ['codeless logs --function-name demo-api --since 1h', 'codeless logs --function-name demo-api --follow'],
    exits: ALWAYS,
  },
  invoke: {
    summary: 'Invoke the alias or a version, and print the answer.',
    details: 'JSON is printed with line breaks; an error of the function ends with exit code 6.',
    examples: [
      `codeless invoke --function-name demo-api --payload '{"path": "/"}'`,
      'codeless invoke --function-name demo-api --qualifier 41 --payload @test/event.json --log',
    ],
    exits: [...ALWAYS, 'unhealthy'],
  },
  verify: {
    summary: 'Check contract, permissions and function before anything is done.',
    details: 'Reads alone, and lists everything that is wrong at once.',
    examples: ['codeless verify --function-name demo-api'],
    exits: [...ALWAYS, 'unverified'],
  },
  'explain-iam': {
    summary: 'Print the exact policy that the settings at hand need.',
    details: 'A statement for each purpose, made from the same list of calls that the program makes.',
    examples: [
      'codeless explain-iam --function-name demo-api',
      'codeless explain-iam --function-name demo-api --for status,versions,logs',
    ],
    exits: ALWAYS,
  },
};

/** What each exit code says. */
export const EXIT_MEANINGS: Readonly<Record<ExitName, string>> = {
  ok: 'Done, or nothing to do.',
  failed: 'A call to AWS, Git, or something unforeseen failed.',
  usage: 'A flag, a variable, the configuration file or the contract is wrong.',
  refused: 'Refused before anything was written: it would do harm.',
  busy: 'Another deployment of the function is under way.',
  build: 'The package or its dependencies could not be built, or are too large.',
  unhealthy: 'The new version is not healthy, and the alias serves what it served before; or an invocation failed.',
  unverified: '`verify` found something wrong.',
  different: '`diff --exit-code` found a difference.',
  interrupted: 'Ended by Ctrl-C.',
  terminated: 'Ended by SIGTERM.',
};
