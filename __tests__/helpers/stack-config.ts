import { join } from 'node:path';
import type { StackConfig } from '../../stacks/config';

/** A program for pipelines: unit tests run before the real one is built. */
export const PROGRAM_FILE = join(__dirname, '../fixtures/program.mjs');

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
  delivery: {
    repository: 'acme/demo-api',
    branch: 'main',
    sourcePath: undefined,
    connectionArn: undefined,
    releaseTrigger: 'release',
    tagPattern: 'v*',
    slack: undefined,
    programFile: undefined,
  },
};

/** The same with a program that is there. */
export const TEST_CONFIG: StackConfig = {
  ...DEFAULT_CONFIG,
  delivery: { ...DEFAULT_CONFIG.delivery, programFile: PROGRAM_FILE },
};
