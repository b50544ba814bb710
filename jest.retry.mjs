import { jest } from '@jest/globals';

// With real engines on a busy machine, a failed test is logged and tried once more; its second failure counts.
jest.retryTimes(1, { logErrorsBeforeRetry: true });
