/**
 * A text with what lies between `<!-- name:start -->` and `<!-- name:end -->` replaced; Prettier leaves that part alone.
 *
 * @throws Error where the text has not exactly one such pair
 */
export function replaceBetweenMarkers(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const [before, rest, ...more] = text.split(start);
  const [, after, ...others] = rest?.split(end) ?? [];
  if (before === undefined || after === undefined || more.length + others.length > 0) {
    throw new Error(`there must be one pair of ${start} and ${end}`);
  }
  const body = ['<!-- prettier-ignore-start -->', content, '<!-- prettier-ignore-end -->'].join('\n\n');
  return `${before}${start}\n${body}\n${end}${after}`;
}
