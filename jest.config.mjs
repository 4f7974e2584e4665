/** Unit tests: no network beyond loopback, no credentials. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/__tests__/e2e/'],
  transform: { '^.+\\.ts$': 'ts-jest' },
  moduleNameMapper: { '^cdktf-codeless$': '<rootDir>/modules/index.ts' },
  randomize: true,
  restoreMocks: true,
};
