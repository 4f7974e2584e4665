import unit from './jest.config.mjs';

/** End-to-end tests: real Terraform and the real AWS provider against the local AWS, one file after another. */
export default {
  ...unit,
  roots: ['<rootDir>/__tests__/e2e'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 600_000,
  maxWorkers: 1,
  randomize: false,
};
