import { createHash } from 'node:crypto';
import type { PackageEntry } from '../built-package';

/** The digest of a list of entries: two lists with one digest are equal, and nobody has to hand a list over. */
export class EntriesDigest {
  private readonly hash = createHash('sha256');

  /** Adds the next entry. */
  public add({ path, bytes, crc32, kind }: PackageEntry): void {
    this.hash.update(`${kind} ${bytes} ${crc32} ${path}\0`);
  }

  /** Hexadecimal. */
  public digest(): string {
    return this.hash.digest('hex');
  }
}
