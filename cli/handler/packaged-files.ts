import { open } from 'node:fs/promises';

import { readContent, type EntryKind, type PackageEntry, type RangeReader } from '../package';

/** Bytes of a file that are read at most; more would be no file of code. */
const READ_BYTES = 128 * 1024 * 1024;

/** As many links in a row as Linux follows. */
const MAX_LINKS = 40;

/** Where the content of files is. */
export interface Contents {
  /** What each link holds. */
  readonly links: ReadonlyMap<string, string>;
  /** Where a file lies on this machine, by its path; undefined if it is in the zip. */
  readonly locate?: (path: string) => string | undefined;
  /** A zip, if nothing lies on this machine. */
  readonly zip?: string;
}

/**
 * The files of a package that was built, as the runtime finds them in `/var/task`: a path may lead through links, to files
 * and to directories.
 */
export class PackagedFiles {
  readonly #kinds: ReadonlyMap<string, EntryKind>;
  /** The names in each directory. */
  readonly #names = new Map<string, Set<string>>();

  constructor(
    entries: readonly Pick<PackageEntry, 'path' | 'kind'>[],
    private readonly contents: Contents,
  ) {
    this.#kinds = new Map(entries.map(({ path, kind }) => [path, kind]));
    for (const { path } of entries) this.#list(path);
  }

  /** The paths of files and links, as the package has them. */
  get paths(): readonly string[] {
    return [...this.#kinds.keys()];
  }

  /** What a path leads to; undefined if that is no file. */
  kind(path: string): Exclude<EntryKind, 'link'> | undefined {
    const file = this.resolve(path);
    const kind = file === undefined ? undefined : this.#kinds.get(file);
    return kind === 'link' ? undefined : kind;
  }

  /** The first of some paths that leads to a file. */
  first(paths: readonly string[]): string | undefined {
    return paths.find((path) => this.kind(path) !== undefined);
  }

  /** Whether a path leads to a directory. */
  hasDirectory(path: string): boolean {
    return this.names(path).length > 0;
  }

  /** The names in the directory to which a path leads, in no order; none if it is no directory. */
  names(path: string): readonly string[] {
    const directory = this.resolve(path);
    return directory === undefined ? [] : [...(this.#names.get(directory) ?? [])];
  }

  /**
   * The path of a file or directory once its links are followed, as the package and not this machine has them.
   *
   * @returns undefined if it leads to nothing, out of the package, or through more than 40 links
   */
  resolve(path: string): string | undefined {
    const left = path.split('/');
    const at: string[] = [];
    if (path.startsWith('/')) return undefined;
    for (let followed = 0, name = left.shift(); name !== undefined; name = left.shift()) {
      if (name === '..' && at.pop() === undefined) return undefined;
      if (!['', '.', '..'].includes(name)) at.push(name);
      const here = at.join('/');
      if (this.#kinds.get(here) === 'link') {
        const target = this.contents.links.get(here);
        followed += 1;
        if (target === undefined || target.startsWith('/') || followed > MAX_LINKS) return undefined;
        at.pop();
        left.unshift(...target.split('/'));
      } else if (!this.#names.has(here) && (left.length > 0 || !this.#kinds.has(here))) {
        return undefined;
      }
    }
    return at.join('/');
  }

  /**
   * The content of a file, of which a larger one is cut off.
   *
   * @returns undefined if it can't be read
   */
  async read(path: string, most = READ_BYTES): Promise<Buffer | undefined> {
    const resolved = this.resolve(path);
    if (resolved === undefined || !this.#kinds.has(resolved)) return undefined;
    const location = this.contents.locate?.(resolved);
    if (location === undefined) return (await this.#unzip(resolved))?.subarray(0, most);
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

  /** Puts a path into its directory, and that into its own. */
  #list(path: string): void {
    const end = path.lastIndexOf('/');
    const directory = path.slice(0, Math.max(end, 0));
    const names = this.#names.get(directory);
    if (names !== undefined) {
      names.add(path.slice(end + 1));
      return;
    }
    this.#names.set(directory, new Set([path.slice(end + 1)]));
    if (directory !== '') this.#list(directory);
  }
}
