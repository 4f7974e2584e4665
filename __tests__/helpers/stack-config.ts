import type { StackConfig } from '../../stacks/config';

/** The configuration of an empty environment, written out by hand. */
export const DEFAULT_CONFIG: StackConfig = {
  region: 'us-east-1',
  endpointUrl: undefined,
  backend: { type: 'local', directory: undefined },
  demo: {
    functionName: 'demo-api',
    runtime: 'python3.12',
    handler: 'app.main.handler',
    memorySize: 256,
    placeholder: undefined,
  },
};
