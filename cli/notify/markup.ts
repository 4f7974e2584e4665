import { neutral } from '../neutral';

/** Between an `@` and a name, so that nobody is called: a space without width. */
const NOBODY = '@\u200b';

/** Signs that begin a mention or a link, or end a span of code, and what looks like them. */
const LOOK_ALIKE: Readonly<Record<string, string>> = { '<': '‹', '>': '›', '`': "'", '@': NOBODY };

/**
 * Foreign text as a span of code, in which chats show no markup, cut where it is too long. Nothing of it is a mention either:
 * Slack reads `<!channel>` even there.
 *
 * @param most characters, of which the span has two more
 * @see https://docs.slack.dev/messaging/formatting-message-text
 */
export function code(text: string, most = 200): string {
  const characters = Array.from(plain(text));
  const cut = characters.length > most ? [...characters.slice(0, most - 1), '…'] : characters;
  return `\`${cut.join('')}\``;
}

/** Foreign text without line breaks and the like, in which a chat finds neither a mention nor a link. */
export function plain(text: string): string {
  return Array.from(neutral(text), (character) => LOOK_ALIKE[character] ?? character).join('');
}
