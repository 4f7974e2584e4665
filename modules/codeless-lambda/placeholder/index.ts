export { HANDLER_MAX_LENGTH } from './handler-path';
export { PlaceholderError, type PlaceholderErrorCode } from './placeholder-error';
export { placeholderFiles, type PlaceholderFile } from './placeholder-files';
export { placeholderZip } from './placeholder-zip';
export { runtimeFamily, type RuntimeFamily } from './runtime-family';
