import { isDocument, isOutput } from './model';
import type { Entry } from './model';

/** What a reader of the reference would miss, a sentence each: a name with no text, an optional property with no default. */
export function problems(entries: readonly Entry[]): string[] {
  return entries.flatMap((entry) => [
    ...(entry.doc === '' ? [`${entry.name} has no docstring`] : []),
    ...entry.members.flatMap((member) => [
      ...(member.doc === '' ? [`${entry.name}.${member.name} has no docstring`] : []),
      ...(member.optional && member.default === undefined && !isOutput(entry) && !isDocument(entry)
        ? [`${entry.name}.${member.name} is optional and has no @default`]
        : []),
    ]),
  ]);
}
