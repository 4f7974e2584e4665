import { z } from 'zod';

/** Where Terraform keeps the state. */
export type BackendConfig =
  | { readonly type: 'local'; readonly directory: string | undefined }
  | { readonly type: 's3'; readonly bucket: string; readonly key: string; readonly region: string }
  | {
      readonly type: 'cloud';
      readonly organization: string;
      readonly workspace: string;
      readonly hostname: string | undefined;
    };

/** All that the stacks take from outside. */
export interface StackConfig {
  readonly region: string;
  /** Another AWS than the real one, such as a local one. */
  readonly endpointUrl: string | undefined;
  readonly backend: BackendConfig;
  readonly demo: {
    readonly functionName: string;
    readonly runtime: string;
    readonly handler: string;
    readonly memorySize: number;
    readonly placeholder: 'archive' | 'prebuilt' | undefined;
  };
}

/** What is wrong in the environment, every variable of it in one message. */
export class ConfigError extends Error {
  public override readonly name = 'ConfigError';
}

const REGION = /^[a-z]{2,}(-[a-z]+)+-\d$/;
const NOT_A_REGION = 'must be a region, such as eu-west-1';
const text = z.string().min(1, 'must not be empty');
const MEMORY_SIZE = 'must be a whole number of MB from 128 to 10240';

/** The environment variables that are read; see docs/configuration.md. */
const environment = z.object({
  AWS_REGION: z.string().regex(REGION, NOT_A_REGION).optional(),
  AWS_DEFAULT_REGION: z.string().regex(REGION, NOT_A_REGION).default('us-east-1'),
  AWS_ENDPOINT_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  DEMO_FUNCTION_NAME: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, "must be 1 to 64 letters, digits, '-' and '_'")
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
  DEMO_STATE_DIRECTORY: text.optional(),
  TERRAFORM_BACKEND: z.enum(['local', 's3', 'cloud'], 'must be local, s3 or cloud').default('local'),
  TERRAFORM_BACKEND_BUCKET: text.optional(),
  TERRAFORM_BACKEND_KEY: text.default('cdktf-codeless/demo.tfstate'),
  TERRAFORM_BACKEND_REGION: text.optional(),
  TF_CLOUD_ORGANIZATION: text.optional(),
  TF_CLOUD_HOSTNAME: text.optional(),
  TF_WORKSPACE: text.optional(),
});

type Variables = Readonly<Record<string, string | undefined>>;

/** What only some backends need. */
const REQUIRED: ReadonlyMap<string, readonly string[]> = new Map([
  ['s3', ['TERRAFORM_BACKEND_BUCKET']],
  ['cloud', ['TF_CLOUD_ORGANIZATION', 'TF_WORKSPACE']],
]);

/**
 * Reads the stacks' configuration.
 *
 * @throws ConfigError that names every wrong variable, not only the first
 */
export function readConfig(variables: Variables): StackConfig {
  const result = environment.safeParse(variables);
  // Not as a refinement of the schema: zod leaves those out as soon as one value is wrong.
  const missing = missingVariables(variables);
  if (!result.success || missing.length > 0) {
    const wrong = (result.error?.issues ?? []).map(({ path, message }) => {
      const name = String(path[0]);
      return `  ${name} ${message}, got '${variables[name] ?? ''}'`;
    });
    const lines = [...wrong, ...missing];
    throw new ConfigError(`the environment has wrong values:\n${lines.join('\n')}`);
  }
  const values = result.data;
  return {
    region: region(values),
    endpointUrl: values.AWS_ENDPOINT_URL,
    backend: backend(values),
    demo: {
      functionName: values.DEMO_FUNCTION_NAME,
      runtime: values.DEMO_RUNTIME,
      handler: values.DEMO_HANDLER,
      memorySize: values.DEMO_MEMORY_SIZE,
      placeholder: values.DEMO_PLACEHOLDER,
    },
  };
}

/** As the SDKs and the AWS CLI choose it. */
function region(values: z.output<typeof environment>): string {
  return values.AWS_REGION ?? values.AWS_DEFAULT_REGION;
}

function missingVariables(variables: Variables): string[] {
  const backend = variables.TERRAFORM_BACKEND ?? 'local';
  return (REQUIRED.get(backend) ?? [])
    .filter((name) => variables[name] === undefined)
    .map((name) => `  ${name} must be set where TERRAFORM_BACKEND is ${backend}`);
}

function backend(values: z.output<typeof environment>): BackendConfig {
  switch (values.TERRAFORM_BACKEND) {
    case 's3':
      return {
        type: 's3',
        bucket: values.TERRAFORM_BACKEND_BUCKET ?? '',
        key: values.TERRAFORM_BACKEND_KEY,
        region: values.TERRAFORM_BACKEND_REGION ?? region(values),
      };
    case 'cloud':
      return {
        type: 'cloud',
        organization: values.TF_CLOUD_ORGANIZATION ?? '',
        workspace: values.TF_WORKSPACE ?? '',
        hostname: values.TF_CLOUD_HOSTNAME,
      };
    default:
      return { type: 'local', directory: values.DEMO_STATE_DIRECTORY };
  }
}
