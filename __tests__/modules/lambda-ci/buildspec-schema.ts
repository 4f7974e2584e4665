import { parse } from 'yaml';
import * as z from 'zod';

/** The languages of AWS's Linux images. @see https://docs.aws.amazon.com/codebuild/latest/userguide/available-runtimes.html */
const LANGUAGES = ['dotnet', 'golang', 'java', 'nodejs', 'php', 'python', 'ruby'] as const;
/** A text or number; YAML reads `22` as a number, and CodeBuild takes both. */
const version = z.union([z.string().min(1), z.number()]);
const texts = z.array(z.string().min(1)).min(1);
const yesOrNo = z.union([z.boolean(), z.enum(['yes', 'no'])]);
const variables = z.record(z.string().regex(/^[A-Za-z_]\w*$/), z.string());

const phase = z.strictObject({
  'run-as': z.string().optional(),
  'on-failure': z
    .string()
    .regex(/^(ABORT|CONTINUE|RETRY(-\d+)?(-.*)?)$/)
    .optional(),
  commands: texts,
  finally: texts.optional(),
});

const artifacts = z.strictObject({
  files: texts,
  name: z.string().optional(),
  'discard-paths': yesOrNo.optional(),
  'base-directory': z.string().optional(),
  'exclude-paths': texts.optional(),
  'enable-symlinks': yesOrNo.optional(),
  's3-prefix': z.string().optional(),
});

const reports = z.record(
  z.string().regex(/^(arn:[^:]+:codebuild:.*|[\w-]{1,128})$/),
  z.strictObject({
    files: texts,
    'base-directory': z.string().optional(),
    'discard-paths': yesOrNo.optional(),
    'file-format': z
      .enum([
        'CUCUMBERJSON',
        'JUNITXML',
        'NUNITXML',
        'NUNIT3XML',
        'TESTNGXML',
        'VISUALSTUDIOTRX',
        'CLOVERXML',
        'COBERTURAXML',
        'JACOCOXML',
        'SIMPLECOV',
      ])
      .optional(),
  }),
);

/** Version 0.2 of CodeBuild's build specifications, as AWS documents it; what it does not document is refused. */
const buildspec = z.strictObject({
  version: z.literal(0.2),
  'run-as': z.string().optional(),
  env: z
    .strictObject({
      shell: z.enum(['bash', '/bin/sh', 'powershell.exe', 'cmd.exe']).optional(),
      variables: variables.optional(),
      'parameter-store': variables.optional(),
      'secrets-manager': variables.optional(),
      'exported-variables': z.array(z.string().regex(/^[A-Za-z_]\w*$/)).optional(),
      'git-credential-helper': yesOrNo.optional(),
    })
    .optional(),
  proxy: z.strictObject({ 'upload-artifacts': yesOrNo.optional(), logs: yesOrNo.optional() }).optional(),
  phases: z
    .strictObject({
      // A phase of versions alone has no commands.
      install: phase
        .partial({ commands: true })
        .extend({ 'runtime-versions': z.partialRecord(z.enum(LANGUAGES), version).optional() })
        .optional(),
      pre_build: phase.optional(),
      build: phase.optional(),
      post_build: phase.optional(),
    })
    .refine((phases) => Object.keys(phases).length > 0, 'has no phase'),
  reports: reports.optional(),
  artifacts: artifacts.extend({ 'secondary-artifacts': z.record(z.string(), artifacts).optional() }).optional(),
  cache: z
    .strictObject({
      key: z.string().optional(),
      'fallback-keys': texts.optional(),
      action: z.enum(['restore', 'save']).optional(),
      paths: texts,
    })
    .optional(),
});

/** A build specification that follows the reference. */
export type Buildspec = z.infer<typeof buildspec>;

/**
 * Reads a build specification, and throws where it is not as the reference says.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec-ref-syntax
 */
export function readBuildspec(text: string): Buildspec {
  return buildspec.parse(parse(text, { strict: true, uniqueKeys: true }));
}

/** Its commands, phase by phase in the order in which they run. */
export function commandsOf({ phases }: Buildspec): readonly (readonly string[])[] {
  const { install, pre_build, build, post_build } = phases;
  return [install, pre_build, build, post_build].map((one) => one?.commands ?? []);
}
