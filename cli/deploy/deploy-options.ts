/** What one deploy was told beyond the settings. */
export interface DeployOptions {
  /** Say what would be done and do nothing. */
  readonly dryRun: boolean;
  /** Ship a release again that was rolled back. */
  readonly redeploy: boolean;
}
