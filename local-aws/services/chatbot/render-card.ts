import { createColors, isColorSupported } from 'picocolors';

import type { ChatMessage } from './message';

/** The bar at the side, by what a message is about. */
const TONES = [
  { tone: 'red', words: /\b(FAILED|FAULT|TIMED_OUT)\b/ },
  { tone: 'yellow', words: /\b(CANCELED|STOPPED|STOPPING|SUPERSEDED)\b/ },
  { tone: 'green', words: /\bSUCCEEDED\b/ },
] as const;

/**
 * Draws a message about as its card would look in Slack, for a terminal; the last line has no line break.
 *
 * @param color - by default, whether standard error is a terminal that shows colors
 */
export function renderCard({ channel, title, text, fields }: ChatMessage, color = hasColors(process.stderr)): string {
  const paint = createColors(color);
  const tone = TONES.find(({ words }) => words.test(text))?.tone ?? 'blue';
  const lines = [
    ...clean(title).split('\n').map(paint.bold),
    ...clean([text, ...Object.entries(fields).map(([name, value]) => `${name}: ${value}`)].join('\n')).split('\n'),
  ];
  const bar = paint[tone]('┃');
  return [paint.dim(`#${clean(channel)}`), ...lines.map((line) => `${bar} ${line}`)].join('\n');
}

/** Whether a stream is a terminal that shows colors; picocolors counts CI as one. */
function hasColors({ isTTY = false }: { readonly isTTY?: boolean }): boolean {
  return isTTY && isColorSupported;
}

/** A message must not steer the terminal: everything but line breaks that is no character goes. */
function clean(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/(?!\n)\p{Cc}/gu, '');
}
