import { evaluateMarker, parseRequirement, type MarkerEnvironment } from '../pep508';
import type { Requirements } from '../requirements';

/** Whether no line is for this environment, so that nothing is to be installed. */
export function asksForNothing({ lines, locals }: Requirements, environment: MarkerEnvironment): boolean {
  const applies = (marker: string): boolean => {
    try {
      return evaluateMarker(marker, environment);
    } catch {
      // The installer says what is wrong with it.
      return true;
    }
  };
  return (
    lines.every((line) => (line.startsWith('-') ? !line.startsWith('-r') : !applies(markerOf(line)))) &&
    locals.every(({ rest }) => !applies(/;(.*)$/.exec(rest)?.[1] ?? ''))
  );
}

/** An address may stand without a name. */
function markerOf(line: string): string {
  return parseRequirement(line)?.marker ?? /\s;(.*)$/.exec(line)?.[1] ?? '';
}
