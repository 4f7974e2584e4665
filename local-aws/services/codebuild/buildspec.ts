import { parse } from 'yaml';
import * as z from 'zod';

import { PhaseError } from './phase-error';

/** A key without a value is an empty one. */
const filled = (value: unknown): unknown => (value === '' ? undefined : value);
const map = z.preprocess(filled, z.record(z.string(), z.string()).default({}));
const list = z.preprocess(filled, z.array(z.string()).default([]));
const flag = z
  .enum(['yes', 'no', 'true', 'false', ''])
  .default('no')
  .transform((value) => /^(yes|true)$/.test(value));

const phase = z.object({
  'on-failure': z.enum(['ABORT', 'CONTINUE']).optional(),
  'runtime-versions': map,
  commands: list,
  finally: list,
});

const artifacts = z.object({
  files: z.array(z.string()).min(1),
  name: z.string().optional(),
  'discard-paths': flag,
  'base-directory': z.string().default('.'),
  'exclude-paths': z.preprocess((value) => (typeof value === 'string' ? [value] : value), list),
});

const env = z.object({
  shell: z.enum(['bash', '/bin/sh', 'sh']).default('sh'),
  variables: map,
  'parameter-store': map,
  'secrets-manager': map,
  'exported-variables': z.array(z.string().regex(/^[A-Za-z_]\w*$/)).default([]),
});

const PHASES = ['install', 'pre_build', 'build', 'post_build'] as const;

const buildspec = z.object({
  version: z.literal('0.2'),
  env: z.preprocess(filled, env.default(env.parse({}))),
  phases: z.partialRecord(z.string(), phase),
  artifacts: artifacts.extend({ 'secondary-artifacts': z.record(z.string(), artifacts).default({}) }).optional(),
  cache: z.object({ paths: list }).default({ paths: [] }),
});

/** A build specification of version 0.2, with the defaults of what it leaves out. */
export type Buildspec = z.infer<typeof buildspec> & {
  /** Documented sections that are accepted and do nothing here. */
  readonly ignored: readonly string[];
};
export type BuildspecArtifacts = z.infer<typeof artifacts>;
export type BuildspecPhaseName = (typeof PHASES)[number];

const IGNORED = ['run-as', 'proxy', 'batch', 'reports'];

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
  const document = read(text);
  const unknown = Object.keys(document.phases ?? {}).filter((name) => !(PHASES as readonly string[]).includes(name));
  if (unknown.length > 0) {
    throw fault(`Invalid buildspec phase name found: ${unknown.join()}. Expecting: BUILD,INSTALL,POST_BUILD,PRE_BUILD`);
  }
  const { data, error } = buildspec.safeParse(document);
  if (error !== undefined) {
    throw fault(error.issues.map(({ path, message }) => `${path.join('.') || 'buildspec'}: ${message}`).join('; '));
  }
  return { ...data, ignored: IGNORED.filter((section) => document[section] !== undefined) };
}

function read(text: string): Record<string, unknown> & { phases?: object } {
  try {
    // Every scalar as it is written: 1.10 is not a number, and yes is not the word that YAML 1.2 has for true.
    const document: unknown = parse(text, { schema: 'failsafe' });
    if (typeof document === 'object' && document !== null) return document as Record<string, unknown>;
  } catch (error) {
    throw fault((error as Error).message.replace(/:?\n[^]*$/, ''));
  }
  throw fault('the buildspec is not a mapping');
}

function fault(message: string): PhaseError {
  return new PhaseError('YAML_FILE_ERROR', message);
}
