import { git, type GitOptions } from '../git/git';

/** What the repository at hand knows of a release. */
export interface SourceFacts {
  /** First line of the commit's message. */
  readonly subject: string | undefined;
  /** The address of the remote `origin`. */
  readonly remote: string | undefined;
}

/** A commit's hash, or the beginning of it; else Git could take it for something else. */
const COMMIT = /^[0-9a-f]{7,64}$/;

/** Reads them; where there is no Git, no repository or no such commit, they are undefined. */
export async function sourceFacts(options: GitOptions, sourceVersion = ''): Promise<SourceFacts> {
  const [log, remote] = await Promise.all([
    COMMIT.test(sourceVersion)
      ? git(options, 'log', '--max-count=1', '--no-show-signature', '--format=%s', `${sourceVersion}^{commit}`)
      : undefined,
    git(options, 'remote', 'get-url', 'origin'),
  ]);
  return { subject: log?.lines[0], remote: remote.lines[0] };
}
