import { missingVariables, variables } from './variables';
import type { Values, Variables } from './variables';

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

/** The functions of the demo. */
export interface DemoConfig {
  /** Name of the function in production; that in QA has `-qa` behind it. */
  readonly functionName: string;
  readonly runtime: string;
  readonly handler: string;
  readonly memorySize: number;
  readonly placeholder: 'archive' | 'prebuilt' | undefined;
}

/** How code comes to the functions of the demo. */
export interface DeliveryConfig {
  /** `owner/name` at GitHub. */
  readonly repository: string;
  readonly branch: string;
  readonly sourcePath: string | undefined;
  /** ARN of a connection that exists. */
  readonly connectionArn: string | undefined;
  /** What ships to production: a release at GitHub, or a tag that is pushed. */
  readonly releaseTrigger: 'release' | 'tag';
  readonly tagPattern: string;
  /** The channel that is told. */
  readonly slack: { readonly teamId: string; readonly channelId: string } | undefined;
  /** The program that the builds run, where it is not this project's. */
  readonly programFile: string | undefined;
}

/** All that the stacks take from outside. */
export interface StackConfig {
  readonly region: string;
  /** Another AWS than the real one, such as a local one. */
  readonly endpointUrl: string | undefined;
  readonly backend: BackendConfig;
  readonly demo: DemoConfig;
  readonly delivery: DeliveryConfig;
}

/** What is wrong in the environment, every variable of it in one message. */
export class ConfigError extends Error {
  public override readonly name = 'ConfigError';
}

/**
 * Reads the stacks' configuration.
 *
 * @throws ConfigError that names every wrong variable, not only the first
 */
export function readConfig(environment: Variables): StackConfig {
  const result = variables.safeParse(environment);
  // Not as a refinement of the schema: zod leaves those out as soon as one value is wrong.
  const missing = missingVariables(environment);
  if (!result.success || missing.length > 0) {
    const wrong = (result.error?.issues ?? []).map(({ path, message }) => {
      const name = String(path[0]);
      return `  ${name} ${message}, got '${environment[name] ?? ''}'`;
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
    delivery: delivery(values),
  };
}

/** As the SDKs and the AWS CLI choose it. */
function region(values: Values): string {
  return values.AWS_REGION ?? values.AWS_DEFAULT_REGION;
}

function delivery(values: Values): DeliveryConfig {
  const { DEMO_SLACK_TEAM_ID: teamId, DEMO_SLACK_CHANNEL_ID: channelId } = values;
  return {
    repository: values.DEMO_REPOSITORY,
    branch: values.DEMO_BRANCH,
    sourcePath: values.DEMO_SOURCE_PATH,
    connectionArn: values.DEMO_CONNECTION_ARN,
    releaseTrigger: values.DEMO_RELEASE_TRIGGER,
    tagPattern: values.DEMO_TAG_PATTERN,
    slack: teamId === undefined || channelId === undefined ? undefined : { teamId, channelId },
    programFile: values.DEMO_PROGRAM_FILE,
  };
}

function backend(values: Values): BackendConfig {
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
