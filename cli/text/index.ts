export { parseJson, parseJsonObject } from './json';
export { decodeText, readText, TEXT_LIMIT } from './read-text';
export { isTable } from './table';
export { lineAt, textError, type TextProblem } from './text-error';
