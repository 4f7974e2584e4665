import { readFileSync, writeFileSync } from 'node:fs';
import { replaceBetweenMarkers } from '../../scripts/reference/markers';

/** A page that reports are written into, each between the markers of its bench's name. */
export class ReportPage {
  /** @throws Error if the page can't be read or lacks the markers of one of the benches */
  constructor(
    private readonly path: string,
    names: readonly string[],
  ) {
    this.#with(Object.fromEntries(names.map((name) => [name, ''])));
  }

  /** Replaces the reports of the benches that are named. */
  write(reports: Readonly<Record<string, string>>): void {
    writeFileSync(this.path, this.#with(reports));
  }

  #with(reports: Readonly<Record<string, string>>): string {
    try {
      return Object.entries(reports).reduce(
        (text, [name, report]) => replaceBetweenMarkers(text, name, report),
        readFileSync(this.path, 'utf8'),
      );
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${this.path} can't take the reports: ${reason}`, { cause: error });
    }
  }
}
