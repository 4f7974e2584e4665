import { createHash } from 'node:crypto';
import type { TreeEntry } from './tree-entry';

/** Says what is digested and how, so that another way never has the same digest. */
const FORM = 'codeless-content-1\n';

/**
 * The digest of what is in a package: for each entry its kind, size and path, then its bytes. Two packages with one digest hold
 * the same files, whatever compressed them.
 */
export class ContentDigest {
  private readonly hash = createHash('sha256').update(FORM);

  /** Begins an entry; entries come sorted. */
  public begin({ kind, bytes, path }: Pick<TreeEntry, 'kind' | 'bytes' | 'path'>): void {
    this.hash.update(`${kind} ${bytes} ${path}\0`);
  }

  /** Adds bytes of the entry that was begun last. */
  public add(bytes: Uint8Array): void {
    this.hash.update(bytes);
  }

  /** Hexadecimal. */
  public digest(): string {
    return this.hash.digest('hex');
  }
}
