import { fileURLToPath } from 'node:url';

/** One Jest set-up for all projects: ES modules, TypeScript and decorators through SWC, workspace libraries from source. */
const base = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@baton/source', 'node'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
};

/** Pure and quick: no engine, no network. */
export const unit = (changes = {}) => ({
  ...base,
  testMatch: ['**/*.spec.ts'],
  // Leaves room for a busy machine.
  testTimeout: 20_000,
  testPathIgnorePatterns: [...base.testPathIgnorePatterns, '\\.integration\\.spec\\.ts$', '\\.journey\\.spec\\.ts$'],
  ...changes,
});

/** Against the real engines that `npm test` has started. */
export const integration = (changes = {}) => ({
  ...base,
  testMatch: ['**/*.integration.spec.ts'],
  // Leaves room for two waits of a minute on a busy machine; passing tests do not take longer for it.
  testTimeout: 180_000,
  // Temporal's native runtime, and connections to a Kafka that was stopped, leave handles open that no test can close.
  forceExit: true,
  setupFiles: [fileURLToPath(new URL('jest.engines.mjs', import.meta.url))],
  setupFilesAfterEnv: [fileURLToPath(new URL('jest.retry.mjs', import.meta.url))],
  maxWorkers: 1,
  ...changes,
});

/** The same for an app, with a worker for each set of engines that was started. */
export const appIntegration = (changes = {}) =>
  integration({ maxWorkers: JSON.parse(process.env['TEST_ENGINE_SETS'] ?? '[{}]').length, ...changes });
