import { integration } from '../../jest.preset.mjs';

export default integration({ testMatch: ['**/*.journey.spec.ts'], testTimeout: 90_000 });
