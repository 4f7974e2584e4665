import { availableParallelism, totalmem, type } from 'node:os';

const BYTES_PER_GB = 1024 ** 3;

/** The kind of machine that this is, and nothing by which it could be told from others of its kind. */
export function machine(): string {
  const system = type() === 'Darwin' ? 'macOS' : type();
  const memory = Math.round(totalmem() / BYTES_PER_GB);
  return `${availableParallelism()} cores, ${memory} GB, ${system}, Node.js ${process.versions.node}`;
}
