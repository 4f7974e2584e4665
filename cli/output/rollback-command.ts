/** The alias that is moved. */
interface Alias {
  readonly functionName: string;
  readonly aliasName: string;
  readonly region: string;
}

/** The command that moves an alias to a version, to be copied to any machine. */
export function rollbackCommand({ functionName, aliasName, region }: Alias, version: string): string {
  const flags = `--function-name ${functionName} --function-alias-name ${aliasName} --region ${region}`;
  return `codeless rollback ${flags} --to ${version}`;
}
