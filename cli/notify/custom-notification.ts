import { rollbackCommand } from '../output/rollback-command';
import { formatTime } from '../output/units';
import { code } from './markup';
import type { ReleaseNews } from './release-news';

/**
 * A message that AWS Chatbot (Amazon Q Developer in chat applications) shows in Slack or Teams.
 *
 * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export interface CustomNotification {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly content: {
    readonly textType: 'client-markdown';
    /** At most 250 characters. */
    readonly title: string;
    /** At most 8,000 characters. */
    readonly description: string;
    readonly nextSteps?: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    /** Messages with the same one stand in one thread. */
    readonly threadId: string;
    /** At most 250 characters. */
    readonly summary: string;
    readonly eventType: string;
    readonly relatedResources: readonly string[];
    readonly additionalContext: Readonly<Record<string, string>>;
  };
}

const MAX_TITLE = 250;

/** Characters of a tag or source version in a title. */
const IN_TITLE = 40;

/** Those of a title beside the alias and what was released. */
const TITLE_WORDS = 24;

/** The longest address that is shown; what is longer is none that people click. */
const MAX_URL = 2_000;

/** A commit's hash, or the beginning of it. */
const COMMIT = /^[0-9a-f]{7,64}$/;

/** Text that is no markup in any chat, whatever it means. */
const PLAIN = /^[A-Za-z0-9.:/+-]{1,250}$/;

/** Tells of a deploy or a rollback. Whatever comes from outside is shown as it is, and calls nobody. */
export function customNotification(news: ReleaseNews): CustomNotification {
  const { kind, functionName, functionArn, aliasName, fromVersion, toVersion } = news;
  const steps = nextSteps(news);
  return {
    version: '1.0',
    source: 'custom',
    content: {
      textType: 'client-markdown',
      title: titleOf(news),
      description: descriptionOf(news),
      ...(steps.length === 0 ? {} : { nextSteps: steps }),
      keywords: ['codeless', kind],
    },
    metadata: {
      threadId: `${functionArn}:${aliasName}`,
      summary: `${functionName}:${aliasName} went from version ${fromVersion} to ${toVersion}`,
      eventType: `codeless-${kind}`,
      relatedResources: [functionArn],
      additionalContext: contextOf(news),
    },
  };
}

function titleOf({ kind, functionName, aliasName, toVersion, sourceVersion, tag }: ReleaseNews): string {
  const alias = code(`${functionName}:${aliasName}`, functionName.length + aliasName.length + 1);
  const release = tag ?? sourceVersion;
  // A character may count as two.
  const room = Math.floor((MAX_TITLE - TITLE_WORDS - alias.length) / 2);
  const name = release === undefined ? undefined : code(release, Math.min(IN_TITLE, room));
  if (kind === 'rollback') return `Rolled ${alias} back to ${name ?? `version ${toVersion}`}`;
  return `Deployed ${name ?? `version ${toVersion}`} to ${alias}`;
}

function descriptionOf(news: ReleaseNews): string {
  const { fromVersion, toVersion, sourceVersion, tag, subject, compareUrl, milliseconds, by } = news;
  const source = sourceVersion !== undefined && COMMIT.test(sourceVersion) ? 'Commit' : 'Source';
  const rows: readonly (readonly [label: string, value: string | undefined])[] = [
    ['Version', `${fromVersion} → ${toVersion}`],
    ['Tag', tag && code(tag)],
    [source, sourceVersion && [code(sourceVersion), ...(subject ? [code(subject)] : [])].join(' ')],
    ['Changes', compareUrl !== undefined && compareUrl.length <= MAX_URL ? `<${compareUrl}>` : undefined],
    ['Duration', formatTime(milliseconds)],
    ['By', code(by)],
  ];
  return rows.flatMap(([label, value]) => (value === undefined ? [] : [`*${label}:* ${value}`])).join('\n');
}

function nextSteps(news: ReleaseNews): string[] {
  const { kind, backTo } = news;
  if (backTo === undefined) return [];
  return [`${kind === 'deploy' ? 'To go back' : 'To undo the rollback'}: ${code(rollbackCommand(news, backTo), 400)}`];
}

/** For custom actions of the chat; what could be markup is left out. */
function contextOf(news: ReleaseNews): Record<string, string> {
  const { functionName, aliasName, region, fromVersion, toVersion, sourceVersion, tag } = news;
  const all = { functionName, aliasName, region, fromVersion, toVersion, sourceVersion, tag };
  const isPlain = (entry: [string, string | undefined]): entry is [string, string] => PLAIN.test(entry[1] ?? '');
  return Object.fromEntries(Object.entries(all).filter(isPlain));
}
