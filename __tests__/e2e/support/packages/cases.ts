/** A package with binaries that many projects use. */
export interface PackageCase {
  readonly runtime: 'python3.13' | 'python3.12' | 'nodejs22.x';
  /** As its language names it, with a version where the newest would not do. */
  readonly name: string;
  /** What else package.json says. */
  readonly manifest?: object;
  /** Whether it is one of the few that every end-to-end run builds. */
  readonly always?: true;
}

const python = (name: string, always?: true): PackageCase => ({ runtime: 'python3.13', name, always });
const nodejs = (name: string, always?: true): PackageCase => ({ runtime: 'nodejs22.x', name, always });

/** The packages, each built with all that it depends on. */
export const PACKAGE_CASES: readonly PackageCase[] = [
  python('cryptography', true),
  python('numpy', true),
  python('pydantic', true),
  python('orjson', true),
  python('psycopg2-binary', true),
  python('pandas'),
  python('polars'),
  python('duckdb'),
  python('pillow'),
  python('lxml'),
  python('grpcio'),
  python('scipy'),
  python('aiohttp'),
  python('sqlalchemy'),
  python('bcrypt'),
  python('pynacl'),
  python('regex'),
  python('rapidfuzz'),
  python('msgpack'),
  python('zstandard'),
  python('protobuf'),
  python('tiktoken'),
  python('tokenizers'),
  python('pyarrow'),
  python('uvloop'),
  { runtime: 'python3.12', name: 'scikit-learn' },
  nodejs('sharp', true),
  nodejs('esbuild', true),
  nodejs('bcrypt', true),
  nodejs('typescript'),
  // Alone it is not generated, and would not start: that is refused unless the project says that it does not load it.
  { ...nodejs('@prisma/client'), manifest: { allowScripts: { '@prisma/client': false } } },
  nodejs('argon2'),
  nodejs('@swc/core'),
  nodejs('lightningcss'),
  nodejs('@napi-rs/canvas'),
  nodejs('rollup'),
  nodejs('msgpackr'),
  nodejs('snappy'),
  nodejs('@node-rs/argon2'),
  nodejs('@duckdb/node-api'),
];
