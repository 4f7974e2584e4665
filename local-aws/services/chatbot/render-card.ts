import { createColors, isColorSupported } from 'picocolors';

import type { ChatMessage } from './message';

/** How a card is drawn. */
export interface CardStyle {
  /**
   * Columns that no line is longer than; at least 20.
   *
   * @default - those of the terminal, 100 at the most; 80 where there is none
   */
  readonly width?: number;
  /** @default - whether standard error is a terminal that shows colors */
  readonly color?: boolean;
}

/** The bar at the side, by what a message is about. */
const TONES = [
  { tone: 'red', words: /\b(FAILED|ALARM|FAULT|TIMED_OUT)\b/ },
  { tone: 'yellow', words: /\b(CANCELED|STOPPED|STOPPING|SUPERSEDED|INSUFFICIENT_DATA)\b/ },
  { tone: 'green', words: /\b(SUCCEEDED|OK)\b/ },
] as const;

/** Draws a message about as its card would look in Slack, for a terminal; the last line has no line break. */
export function renderCard({ channel, title, text, fields, links }: ChatMessage, style: CardStyle = {}): string {
  const { width = Math.min(process.stderr.columns, 100) || 80, color = hasColors(process.stderr) } = style;
  const paint = createColors(color);
  const tone = TONES.find(({ words }) => words.test(text))?.tone ?? 'blue';
  const bar = paint[tone]('┃');
  const lines = (content: string, draw = (line: string): string => line): string[] =>
    wrap(content, Math.max(width, 20) - 2).map((line) => `${bar} ${draw(line)}`);
  const body = [
    ...lines(title, paint.bold),
    ...lines(text),
    ...Object.entries(fields).flatMap(([name, value]) => lines(`${name}: ${value}`)),
    ...Object.entries(links).flatMap(([name, address]) => lines(`${name}: ${address}`, paint.dim)),
  ];
  return [paint.dim(chunks(`#${clean(channel)}`, width)[0] ?? ''), ...body].join('\n');
}

/** Whether a stream is a terminal that shows colors; picocolors counts CI as one. */
function hasColors({ isTTY = false }: { readonly isTTY?: boolean }): boolean {
  return isTTY && isColorSupported;
}

/** Breaks a text into lines that fit: at spaces, and within words that are longer than a line. */
function wrap(text: string, width: number): string[] {
  return clean(text)
    .split('\n')
    .flatMap((paragraph) => {
      const lines: string[] = [];
      let line = '';
      for (const word of paragraph.split(' ').flatMap((whole) => chunks(whole, width))) {
        const longer = line === '' ? word : `${line} ${word}`;
        if (columns(longer) <= width) line = longer;
        else {
          lines.push(line);
          line = word;
        }
      }
      return [...lines, line];
    });
}

function chunks(word: string, width: number): string[] {
  return word.match(new RegExp(`.{1,${width}}`, 'gsu')) ?? [''];
}

/** How wide a text is, where every character is as wide as a letter. */
function columns(text: string): number {
  return Array.from(text).length;
}

/** A message must not steer the terminal: everything but line breaks that is no character goes. */
function clean(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/(?!\n)\p{Cc}/gu, '');
}
