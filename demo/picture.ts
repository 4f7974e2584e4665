import pc from 'picocolors';

/** What the picture is of. */
export interface Picture {
  /** The function's name. */
  readonly name: string;
  readonly alias: string;
  readonly version: string;
}

/** The result as a drawing: what a call passes through, and who owns each part. */
export function drawResult(picture: Picture): string {
  const { cyan, magenta, dim, bold } = pc;
  const alias = `alias ${picture.alias}`;
  const gap = ' '.repeat(alias.length);
  return [
    `caller ──▶ HTTP API ──▶ ${bold(alias)} ──▶ ${magenta(`version ${picture.version}`)}  your code and its dependency layer`,
    `           ${cyan('▔▔▔▔▔▔▔▔')}     ${cyan('▔'.repeat(alias.length))} ${magenta('▔▔▔')}`,
    `                        ${gap}     ${dim('version 1  the placeholder, which carries no traffic')}`,
    '',
    `${cyan('Terraform owns')}  the function ${picture.name}, its role, log group, HTTP API, and that the alias exists`,
    `${magenta('CI owns')}         the code, the layer, the versions, and where the alias points`,
    dim(`The hand-over is the deploy contract, in Parameter Store: /codeless/${picture.name}/contract`),
  ].join('\n');
}

/** A table of who owns what, from the attributes that the stack tells Terraform to ignore. */
export function drawOwnership(ofCi: ReadonlyMap<string, readonly string[]>, others: number): string {
  const { cyan, magenta } = pc;
  const width = Math.max(0, ...[...ofCi.keys()].map((type) => type.length)) + 2;
  const rows = [...ofCi].map(
    ([type, attributes]) => `${type.padEnd(width)}${magenta('CI')}         ${attributes.join(', ')}`,
  );
  const rest = rows.length > 0 ? `all else, and ${others} more resources` : 'everything';
  return [...rows, `${' '.repeat(width)}${cyan('Terraform')}  ${rest}`].join('\n');
}
