import unit from './jest.config.mjs';

// The SDK's notice about Node.js 20 says nothing about this project.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** End-to-end tests: real Terraform and the real AWS provider against the local AWS, one file after another. */
export default {
  ...unit,
  roots: ['<rootDir>/__tests__/e2e'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 600_000,
  maxWorkers: 1,
  randomize: false,
};
