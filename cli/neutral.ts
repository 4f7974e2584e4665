/** What steers a terminal or turns the direction of writing, and is no part of a text's meaning. */
const STEERING = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** One line of foreign text with each character that steers a terminal written as its code: `\x1b`. Tabs become spaces. */
export function neutral(text: string): string {
  return text.replaceAll('\t', '  ').replace(STEERING, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}
