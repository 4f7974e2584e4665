export {
  centralHeader,
  dataDescriptor,
  endRecords,
  FLAGS,
  localHeader,
  MAX_16,
  MAX_32,
  METHODS,
  RECORD_BYTES,
  SIGNATURES,
  type EntryKind,
  type ZipEntry,
} from './records';
export { zipOf, type SmallZipEntry } from './zip-of';
