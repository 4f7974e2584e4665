// The SDK's notice about Node.js 20 says nothing about this project.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** Unit tests: no network beyond loopback, no credentials. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/__tests__/e2e/'],
  transform: { '^.+\\.ts$': 'ts-jest' },
  moduleNameMapper: { '^cdktf-codeless$': '<rootDir>/modules/index.ts' },
  randomize: true,
  // A busy machine takes several times what a quiet one does.
  testTimeout: 30_000,
  restoreMocks: true,
  // Jest leaves one processor free for somebody who watches; of two that is half.
  maxWorkers: '100%',
};
