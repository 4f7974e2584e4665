import { z } from 'zod';

const REGION = /^[a-z]{2,}(-[a-z]+)+-\d$/;
const NOT_A_REGION = 'must be a region, such as eu-west-1';
const text = z.string().min(1, 'must not be empty');
const MEMORY_SIZE = 'must be a whole number of MB from 128 to 10240';
const CONNECTION = /^arn:aws[a-z-]*:(codeconnections|codestar-connections):[a-z0-9-]+:\d{12}:connection\/[\w-]+$/;

/** The environment variables that are read; see docs/configuration.md. */
export const variables = z.object({
  AWS_REGION: z.string().regex(REGION, NOT_A_REGION).optional(),
  AWS_DEFAULT_REGION: z.string().regex(REGION, NOT_A_REGION).default('us-east-1'),
  AWS_ENDPOINT_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  DEMO_FUNCTION_NAME: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,61}$/, "must be 1 to 61 letters, digits, '-' and '_'")
    .default('demo-api'),
  DEMO_RUNTIME: text.default('python3.12'),
  DEMO_HANDLER: text.default('app.main.handler'),
  DEMO_MEMORY_SIZE: z
    .string()
    .regex(/^\d+$/, MEMORY_SIZE)
    .transform(Number)
    .pipe(z.number().min(128, MEMORY_SIZE).max(10_240, MEMORY_SIZE))
    .default(256),
  DEMO_PLACEHOLDER: z.enum(['archive', 'prebuilt'], 'must be archive or prebuilt').optional(),
  DEMO_REPOSITORY: z
    .string()
    .regex(/^[\w-]+\/[\w.-]+$/, 'must be a repository at GitHub with its owner, such as acme/demo-api')
    .default('acme/demo-api'),
  DEMO_BRANCH: text.default('main'),
  DEMO_SOURCE_PATH: text.optional(),
  DEMO_CONNECTION_ARN: z.string().regex(CONNECTION, 'must be the ARN of a connection').optional(),
  DEMO_RELEASE_TRIGGER: z.enum(['release', 'tag'], 'must be release or tag').default('release'),
  DEMO_TAG_PATTERN: text.default('v*'),
  DEMO_SLACK_TEAM_ID: z
    .string()
    .regex(/^T[0-9A-Z]{1,254}$/, 'must be the id of a workspace, such as T07EA123LEP')
    .optional(),
  DEMO_SLACK_CHANNEL_ID: z
    .string()
    .regex(/^[0-9A-Z]{1,255}$/, 'must be the id of a channel, such as C07EZ1ABC23')
    .optional(),
  DEMO_PROGRAM_FILE: text.optional(),
  DEMO_STATE_DIRECTORY: text.optional(),
  TERRAFORM_BACKEND: z.enum(['local', 's3', 'cloud'], 'must be local, s3 or cloud').default('local'),
  TERRAFORM_BACKEND_BUCKET: text.optional(),
  TERRAFORM_BACKEND_KEY: text.default('cdktf-codeless/demo.tfstate'),
  TERRAFORM_BACKEND_REGION: text.optional(),
  TF_CLOUD_ORGANIZATION: text.optional(),
  TF_CLOUD_HOSTNAME: text.optional(),
  TF_WORKSPACE: text.optional(),
});

/** The variables with their defaults. */
export type Values = z.output<typeof variables>;

/** The environment, whatever is in it. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Lines on what is not set and has to be, because of how others are set. */
export function missingVariables(given: Variables): string[] {
  const backend = given.TERRAFORM_BACKEND ?? 'local';
  const lines = (REQUIRED_BY_BACKEND.get(backend) ?? [])
    .filter((name) => given[name] === undefined)
    .map((name) => `  ${name} must be set where TERRAFORM_BACKEND is ${backend}`);
  for (const [name, other] of TOGETHER) {
    if (given[name] === undefined && given[other] !== undefined) {
      lines.push(`  ${name} must be set where ${other} is`);
    }
  }
  return lines;
}

/** What only some backends need. */
const REQUIRED_BY_BACKEND: ReadonlyMap<string, readonly string[]> = new Map([
  ['s3', ['TERRAFORM_BACKEND_BUCKET']],
  ['cloud', ['TF_CLOUD_ORGANIZATION', 'TF_WORKSPACE']],
]);

/** What makes no sense without the other. */
const TOGETHER = [
  ['DEMO_SLACK_TEAM_ID', 'DEMO_SLACK_CHANNEL_ID'],
  ['DEMO_SLACK_CHANNEL_ID', 'DEMO_SLACK_TEAM_ID'],
] as const;
