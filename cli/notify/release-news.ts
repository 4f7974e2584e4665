/** What happened to an alias, for people in a chat. */
export interface ReleaseNews {
  readonly kind: 'deploy' | 'rollback';
  readonly functionName: string;
  readonly functionArn: string;
  readonly region: string;
  readonly aliasName: string;
  readonly fromVersion: string;
  readonly toVersion: string;
  /** What the version was released from that is served now; undefined where nobody knows. */
  readonly sourceVersion: string | undefined;
  readonly tag: string | undefined;
  /** First line of the commit's message. */
  readonly subject: string | undefined;
  /** Where the difference can be looked at. */
  readonly compareUrl: string | undefined;
  /** The version to which a rollback would go back; undefined where there was only a placeholder. */
  readonly backTo: string | undefined;
  readonly milliseconds: number;
  /** Which build or person it was. */
  readonly by: string;
}
