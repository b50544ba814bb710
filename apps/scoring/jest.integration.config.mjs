import { appIntegration } from '../../jest.preset.mjs';

export default appIntegration();
