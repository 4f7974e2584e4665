import { randomInt } from 'node:crypto';

const NAMES = 'request response handler event context value index result items options client config path'.split(' ');
const VERBS = 'get put load store parse render encode check open close merge split find count'.split(' ');

/** Text that compresses about as well as sources do, new each time. @param size bytes */
export function sourceText(size: number): string {
  let text = '';
  while (text.length < size) {
    const name = `${pick(VERBS)}_${pick(NAMES)}_${randomInt(1_000)}`;
    const [first, second] = [pick(NAMES), pick(NAMES)];
    text += `def ${name}(${first}, ${second}):\n`;
    text += `    ${pick(NAMES)} = ${pick(VERBS)}(${first}, '${randomInt(0x1000000).toString(36)}')\n`;
    text += `    return ${second}.${pick(VERBS)}(${randomInt(10_000)})\n\n`;
  }
  return text.slice(0, size);
}

function pick(words: readonly string[]): string {
  return words[randomInt(words.length)] ?? '';
}
