import { integration } from '../../jest.preset.mjs';

export default integration({
  testMatch: ['**/*.journey.spec.ts'],
  testTimeout: 300_000,
  testSequencer: '<rootDir>/journey-order.mjs',
});
