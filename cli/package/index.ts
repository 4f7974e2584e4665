export type { EntryKind } from '../../zip';
export type { BuiltPackage, PackageEntry, PackageOptions } from './built-package';
export { compareEntries, type ChangedEntry, type EntryChanges } from './compare-entries';
export { LIMITS } from './limits';
export { packageSource } from './package-source';
export { checkSizes, type SizesToCheck } from './sizes';
export { DEFAULT_IGNORES, IGNORE_FILE } from './tree/default-ignores';
export type { RangeReader } from './zip/range-reader';
export { readEntries } from './zip/read-entries';
