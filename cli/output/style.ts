import pc from 'picocolors';

import type { Style } from '../verb';

/** A stream that is printed to. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/**
 * Whether a stream gets colours: not if the user said no (`--no-color`, `NO_COLOR`), if `FORCE_COLOR` asks for it, else on a
 * terminal that is not dumb.
 *
 * @see https://no-color.org
 * @see https://force-color.org
 */
export function hasColour(output: Output, env: NodeJS.ProcessEnv, noColour: boolean): boolean {
  if (noColour || isSet(env.NO_COLOR)) return false;
  if (isSet(env.FORCE_COLOR)) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return output.isTTY === true && env.TERM !== 'dumb';
}

/** Colours and links of a stream; links are hyperlinks on terminals alone, where they can be clicked. */
export function styleOf(output: Output, colour: boolean): Style {
  const { bold, dim, green, yellow, red } = pc.createColors(colour);
  const clickable = colour && output.isTTY === true;
  return {
    bold,
    dim,
    green,
    yellow,
    red,
    link: (url) => (clickable ? `\u001b]8;;${url}\u001b\\${url}\u001b]8;;\u001b\\` : url),
  };
}

function isSet(variable: string | undefined): boolean {
  return variable !== undefined && variable !== '';
}
