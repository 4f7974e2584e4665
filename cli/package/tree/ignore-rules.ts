import ignore, { type Ignore } from 'ignore';
import { DEFAULT_IGNORES } from './default-ignores';

/** What the rules say of a path; `undecided` where no pattern matches. */
export type Verdict = 'ignored' | 'included' | 'undecided';

/**
 * The ignore rules that hold in a directory: those of the directory itself, then those above it, then the defaults. As in
 * Git, the nearest file with a matching pattern decides, in it the last pattern, and nothing in an ignored directory can be
 * taken back in. Case counts on every machine.
 *
 * @see https://git-scm.com/docs/gitignore
 */
export class IgnoreRules {
  private constructor(
    /** Directory that the patterns are relative to, with `/` at its end unless it is the root. */
    private readonly base: string,
    private readonly matcher: Ignore,
    private readonly above?: IgnoreRules,
  ) {}

  /** The rules of a root that has no ignore file. */
  public static defaults(): IgnoreRules {
    return new IgnoreRules('', matcher(DEFAULT_IGNORES));
  }

  /**
   * The rules of a directory that has an ignore file.
   *
   * @param directory from the root; empty for the root
   * @param text the ignore file
   */
  public within(directory: string, text: string): IgnoreRules {
    return new IgnoreRules(directory === '' ? '' : `${directory}/`, matcher(text), this);
  }

  /**
   * Must be asked from the root downwards: of a path only when no directory above it was ignored.
   *
   * @param path from the root
   */
  public verdict(path: string, isDirectory: boolean): Verdict {
    const asked = isDirectory ? `${path}/` : path;
    const { ignored, unignored } = this.test(asked);
    if (unignored && isDirectory) {
      this.above?.reopen(asked);
    }
    if (ignored || unignored) {
      return ignored ? 'ignored' : 'included';
    }
    return this.above?.verdict(path, isDirectory) ?? 'undecided';
  }

  private test(path: string): { ignored: boolean; unignored: boolean } {
    return this.matcher.test(path.slice(this.base.length));
  }

  /** A matcher holds all below a directory for ignored that it ignores; this one was taken back in by a nearer file. */
  private reopen(directory: string): void {
    if (this.test(directory).ignored) {
      this.matcher.add(`!/${directory.slice(this.base.length).replace(/[\\*?[\] ]/g, '\\$&')}`);
    }
    this.above?.reopen(directory);
  }
}

function matcher(patterns: string | readonly string[]): Ignore {
  return ignore({ ignoreCase: false }).add(patterns);
}
