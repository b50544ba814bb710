import { jest } from '@jest/globals';

// Real engines on a busy machine: what fails once is told in the log and tried again once; what fails twice fails.
jest.retryTimes(1, { logErrorsBeforeRetry: true });
