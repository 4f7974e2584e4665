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

const text = z.string().min(1, 'must not be empty');

/** The environment variables that are read; see docs/configuration.md. */
const environment = z
  .object({
    AWS_REGION: z
      .string()
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a region, such as eu-west-1')
      .default('us-east-1'),
    AWS_ENDPOINT_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
    DEMO_FUNCTION_NAME: text.default('demo-api'),
    DEMO_RUNTIME: text.default('python3.12'),
    DEMO_HANDLER: text.default('app.main.handler'),
    DEMO_MEMORY_SIZE: z.string().regex(/^\d+$/, 'must be a whole number of MB').transform(Number).default(256),
    DEMO_PLACEHOLDER: z.enum(['archive', 'prebuilt'], 'must be archive or prebuilt').optional(),
    DEMO_STATE_DIRECTORY: text.optional(),
    TERRAFORM_BACKEND: z.enum(['local', 's3', 'cloud'], 'must be local, s3 or cloud').default('local'),
    TERRAFORM_BACKEND_BUCKET: text.optional(),
    TERRAFORM_BACKEND_KEY: text.default('cdktf-codeless/demo.tfstate'),
    TERRAFORM_BACKEND_REGION: text.optional(),
    TF_CLOUD_ORGANIZATION: text.optional(),
    TF_CLOUD_HOSTNAME: text.optional(),
    TF_WORKSPACE: text.optional(),
  })
  .superRefine((values, context) => {
    const required = {
      local: [],
      s3: ['TERRAFORM_BACKEND_BUCKET'],
      cloud: ['TF_CLOUD_ORGANIZATION', 'TF_WORKSPACE'],
    } as const;
    for (const name of required[values.TERRAFORM_BACKEND]) {
      if (values[name] === undefined) {
        const message = `must be set where TERRAFORM_BACKEND is ${values.TERRAFORM_BACKEND}`;
        context.addIssue({ code: 'custom', path: [name], message });
      }
    }
  });

/**
 * Reads the stacks' configuration.
 *
 * @throws ConfigError that names every wrong variable, not only the first
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): StackConfig {
  const result = environment.safeParse(variables);
  if (!result.success) {
    const lines = result.error.issues.map(({ path, message }) => {
      const name = String(path[0]);
      const value = variables[name];
      return `  ${name} ${message}${value === undefined ? '' : `, got '${value}'`}`;
    });
    throw new ConfigError(`the environment has wrong values:\n${lines.join('\n')}`);
  }
  const values = result.data;
  return {
    region: values.AWS_REGION,
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

function backend(values: z.output<typeof environment>): BackendConfig {
  switch (values.TERRAFORM_BACKEND) {
    case 's3':
      return {
        type: 's3',
        bucket: values.TERRAFORM_BACKEND_BUCKET ?? '',
        key: values.TERRAFORM_BACKEND_KEY,
        region: values.TERRAFORM_BACKEND_REGION ?? values.AWS_REGION,
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
