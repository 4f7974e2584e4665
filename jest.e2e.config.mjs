import unit from './jest.config.mjs';

/**
 * End-to-end tests: real Terraform and the real AWS provider against the local AWS. Two files at a time: each has an AWS and
 * folders of its own, and much of their time is Terraform's provider waiting.
 */
export default {
  ...unit,
  roots: ['<rootDir>/__tests__/e2e'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 600_000,
  maxWorkers: 2,
  randomize: false,
};
