import { stripVTControlCharacters } from 'node:util';

import type { Screen } from '../../../demo/printer';

/** A screen that remembers what was written. */
export class MemoryScreen implements Screen {
  private readonly written: string[] = [];

  constructor(
    public readonly isTTY = false,
    public readonly columns = 40,
  ) {}

  /** All that was written, colours and cursor movements included. */
  public get raw(): string {
    return this.written.join('');
  }

  /** The text alone. */
  public get text(): string {
    return stripVTControlCharacters(this.raw);
  }

  public write(text: string): void {
    this.written.push(text);
  }
}
