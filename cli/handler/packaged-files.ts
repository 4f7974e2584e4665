import { existsSync, readlinkSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

import { readContent, type EntryKind, type PackageEntry, type RangeReader } from '../package';

/** Bytes of a file that are read at most; more would be no file of code. */
const READ_BYTES = 128 * 1024 * 1024;

/** Where the content of files is. */
export interface Contents {
  /** Directories, of which the first with a file has it. */
  readonly roots?: readonly string[];
  /** A zip, if there are no directories. */
  readonly zip?: string;
}

/** The files of a package that was built, as the runtime finds them in `/var/task`. */
export class PackagedFiles {
  readonly #kinds: ReadonlyMap<string, EntryKind>;

  constructor(
    entries: readonly Pick<PackageEntry, 'path' | 'kind'>[],
    private readonly contents: Contents,
  ) {
    this.#kinds = new Map(entries.map(({ path, kind }) => [path, kind]));
  }

  get paths(): readonly string[] {
    return [...this.#kinds.keys()];
  }

  kind(path: string): EntryKind | undefined {
    return this.#kinds.get(path);
  }

  /** The first of some paths that is a file or a link. */
  first(paths: readonly string[]): string | undefined {
    return paths.find((path) => this.#kinds.has(path));
  }

  /** Whether anything lies below a directory. */
  hasDirectory(directory: string): boolean {
    return this.paths.some((path) => path.startsWith(`${directory}/`));
  }

  /** What a link holds; undefined for what is none. */
  async readLink(path: string): Promise<string | undefined> {
    if (this.kind(path) !== 'link') return undefined;
    const location = this.#location(path);
    return location === undefined ? (await this.#unzip(path))?.toString() : readlinkSync(location);
  }

  /**
   * The content of a file, of which a larger one is cut off.
   *
   * @returns undefined if it can't be read
   */
  async read(path: string, most = READ_BYTES): Promise<Buffer | undefined> {
    const location = this.#location(path);
    if (location === undefined) return (await this.#unzip(path))?.subarray(0, most);
    const file = await open(location, 'r');
    try {
      const bytes = Math.min((await file.stat()).size, most);
      const { bytesRead, buffer } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }

  /** A file that is a zip itself, such as a jar. */
  async readZip(path: string): Promise<RangeReader | undefined> {
    const content = await this.read(path);
    if (content === undefined) return undefined;
    const read = (offset: number, bytes: number): Promise<Buffer> =>
      Promise.resolve(content.subarray(offset, offset + bytes));
    return { name: path, size: content.length, read };
  }

  async #unzip(path: string): Promise<Buffer | undefined> {
    const { zip } = this.contents;
    return zip === undefined ? undefined : readContent(zip, path, READ_BYTES);
  }

  #location(path: string): string | undefined {
    const { roots = [] } = this.contents;
    return roots.map((root) => join(root, path)).find((location) => existsSync(location));
  }
}
