import pc from 'picocolors';

/** What the picture is of. */
export interface Picture {
  /** The function's name. */
  readonly name: string;
  readonly alias: string;
  readonly version: string;
}

/** The result as a drawing: what a call passes through, and who owns each part. */
export function drawResult({ name, alias, version }: Picture): string {
  const { cyan, magenta, bold, dim } = pc;
  const terraform = cyan('Terraform');
  const ci = magenta('CI');
  const way = `alias ${alias}`;
  const width = Math.max(way.length, `exists: Terraform`.length);
  const to = ' '.repeat(24);
  return [
    `caller ──▶ HTTP API ──▶ ${bold(way)} ${'─'.repeat(width - way.length)}──▶ ${bold(`version ${version}`)}  your code and its layer`,
    `           ${terraform}    exists: ${terraform}${' '.repeat(width - 17)}      ${ci}`,
    `${to}points there: ${ci}${' '.repeat(width - 16)}     ${dim('version 1  the placeholder, without traffic')}`,
    `${to}${' '.repeat(width)}     ${terraform}`,
    '',
    `${terraform} also owns the function ${name}, its role, its log group and the deploy contract, which CI reads.`,
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
