import { parse } from 'yaml';
import * as z from 'zod';

import { PhaseError } from './phase-error';

/** A key without a value is an empty one. */
const filled = (value: unknown): unknown => (value === '' ? undefined : value);
const map = z.preprocess(filled, z.record(z.string(), z.string()).default({}));
const list = z.preprocess(filled, z.array(z.string()).default([]));
const phase = z.object({
  'on-failure': z.enum(['ABORT', 'CONTINUE']).optional(),
  commands: list,
  finally: list,
});

const artifacts = z.strictObject({
  files: z.array(z.string()).min(1),
  name: z.string().optional(),
  'base-directory': z.string().default('.'),
});

const env = z.object({
  shell: z.enum(['bash', '/bin/sh', 'sh']).default('sh'),
  variables: map,
  'parameter-store': map,
  'secrets-manager': map,
  'exported-variables': z.array(z.string().regex(/^[A-Za-z_]\w*$/)).default([]),
});

/** In the order in which they run. */
export const PHASES = ['install', 'pre_build', 'build', 'post_build'] as const;

const buildspec = z.object({
  version: z.literal('0.2'),
  env: z.preprocess(filled, env.default(env.parse({}))),
  phases: z.partialRecord(z.enum(PHASES), phase),
  artifacts: artifacts.extend({ 'secondary-artifacts': z.record(z.string(), artifacts).default({}) }).optional(),
  cache: z.object({ paths: list }).default({ paths: [] }),
});

/** A build specification of version 0.2, with the defaults of what it leaves out. */
export type Buildspec = z.infer<typeof buildspec>;
export type BuildspecArtifacts = z.infer<typeof artifacts>;

/** Whether a project's `buildspec` is a specification, and not the path of one. */
export function isInline(text: string): boolean {
  return /\n|^\s*\{/.test(text);
}

/**
 * Reads a build specification.
 *
 * @throws PhaseError `YAML_FILE_ERROR`
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
export function parseBuildspec(text: string): Buildspec {
  let document: unknown;
  try {
    // Every scalar as it is written: 1.10 is not a number, and yes is not the word that YAML 1.2 has for true.
    document = parse(text, { schema: 'failsafe' });
  } catch (error) {
    throw new PhaseError('YAML_FILE_ERROR', (error as Error).message.replace(/:?\n[^]*$/, ''));
  }
  const { data, error } = buildspec.safeParse(document);
  if (error === undefined) return data;
  const problems = error.issues.map(({ path, message }) => `${path.join('.') || 'buildspec'}: ${message}`);
  throw new PhaseError('YAML_FILE_ERROR', problems.join('; '));
}
