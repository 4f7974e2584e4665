import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import fc from 'fast-check';
import { someBytes, type BytesKind } from '../../cli/package/support/bytes';
import type { Content } from '../../cli/package/support/tree';
import type { ListedEntry } from './list-zip';

/** A source to be written, and what a package of it must hold. */
export interface SourceTree {
  readonly files: Readonly<Record<string, Content>>;
  /** Sorted by the bytes of their paths. */
  readonly shipped: readonly ListedEntry[];
}

type Node =
  | { readonly kind: 'file' | 'executable'; readonly bytes: Uint8Array }
  /** To which of the things that are there, counted round. */
  | { readonly kind: 'link'; readonly to: number }
  | { readonly kind: 'directory'; readonly children: readonly Child[] };

type Child = readonly [name: string, node: Node];

/** What the ignore file of each tree leaves out. */
const IGNORED = '.ignored';
const PART = 512 * 1024;

const names = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
    // Composed and not, spaces, signs of patterns, of flags and of other systems, writing from the right, a long one.
    fc.constantFrom('\u00e9', 'e\u0301', 'a b ', '[x]*?', '-rf', '!x', '#x', 'x\\y', '\u202e', '\n', 'x'.repeat(200)),
  )
  .filter((name) => !/[/\0]|^\.\.?$|~$/.test(name) && Buffer.byteLength(name) <= 200);

const paths = fc.array(names, { minLength: 5, maxLength: 12 }).map((parts) => parts.join('/'));

const lengths = fc.oneof(
  { weight: 20, arbitrary: fc.nat({ max: 3_000 }) },
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(PART - 1, PART, PART + 1, 2 * PART, 1_300_000) },
);

const contents = fc
  .record({
    kind: fc.constantFrom<BytesKind>('zeros', 'random', 'text', 'mixed'),
    length: lengths,
    seed: fc.integer({ min: 1, max: 1_000 }),
  })
  .map(({ kind, length, seed }) => someBytes(kind, length, seed));

const { children } = fc.letrec<{ node: Node; children: readonly Child[] }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constantFrom('file' as const, 'executable' as const), bytes: contents }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('link' as const), to: fc.nat() }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('directory' as const), children: tie('children') }) },
  ),
  children: fc
    .uniqueArray(
      fc.tuple(
        fc.oneof({ weight: 5, arbitrary: names }, { weight: 1, arbitrary: paths }),
        fc.oneof({ weight: 5, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fc.constant(IGNORED) }),
        tie('node'),
      ),
      { minLength: 1, maxLength: 6, selector: ([name]) => name.split('/')[0] },
    )
    .map((found) => found.map(([name, suffix, node]): Child => [name + suffix, node])),
}));

/** Trees of files, some of them executable, links, and directories that are deep; with names of all kinds. */
export const sourceTrees: fc.Arbitrary<SourceTree> = children.map((found) =>
  sourceTree([['app.py', { kind: 'file', bytes: new Uint8Array() }], ...found.filter(([name]) => name !== 'app.py')]),
);

function sourceTree(root: readonly Child[]): SourceTree {
  const nodes = leaves(root, '');
  // Without a prototype, since `__proto__` is a name like others.
  const files = Object.create(null) as Record<string, Content>;
  files['.lambdaignore'] = `*${IGNORED}\n`;
  const shipped: ListedEntry[] = [];
  for (const [path, node] of nodes) {
    if (node.kind !== 'link') {
      files[path] = node.kind === 'file' ? node.bytes : { executable: node.bytes };
      if (isShipped(path)) shipped.push([path, node.kind === 'file' ? '100644' : '100755', sha256(node.bytes)]);
    }
  }
  const there = shipped.flatMap(([path]) => [path, posix.dirname(path)]);
  for (const [path, node] of nodes) {
    if (node.kind === 'link') {
      const link = posix.relative(posix.dirname(path), there[node.to % there.length] ?? '') || '.';
      files[path] = { link: isShipped(path) ? link : 'broken' };
      if (isShipped(path)) shipped.push([path, '120777', link]);
    }
  }
  return { files, shipped: shipped.sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))) };
}

function leaves(found: readonly Child[], above: string): (readonly [path: string, node: Exclude<Node, Directory>])[] {
  return found.flatMap(([name, node]) =>
    node.kind === 'directory' ? leaves(node.children, `${above}${name}/`) : [[above + name, node] as const],
  );
}

type Directory = Extract<Node, { readonly kind: 'directory' }>;

function isShipped(path: string): boolean {
  return !path.split('/').some((name) => name.endsWith(IGNORED));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
