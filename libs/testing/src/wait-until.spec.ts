import { requiredEnvironment } from './required-environment.ts';
import { waitUntil } from './wait-until.ts';

describe('waitUntil', () => {
  it('the result is the first value that the probe finds', async () => {
    let tries = 0;
    const found = await waitUntil(() => (tries += 1) === 3 && 'found', { what: 'it is there', everyMilliseconds: 1 });
    expect(found).toBe('found');
  });

  it('the error after the timeout says what was expected and why the last attempt failed', async () => {
    const patience = { what: 'the lead is judged', withinMilliseconds: 5, everyMilliseconds: 1 };
    const waiting = waitUntil(() => Promise.reject(new Error('connection refused')), patience);
    await expect(waiting).rejects.toMatchObject({
      message: 'Timed out after 5 ms waiting until the lead is judged.',
      cause: new Error('connection refused'),
    });
  });
});

describe('requiredEnvironment', () => {
  it('the error for a missing variable names the command that sets it', () => {
    const before = process.env['TEST_TEMPORAL_ADDRESS'];
    delete process.env['TEST_TEMPORAL_ADDRESS'];
    try {
      expect(() => requiredEnvironment('TEST_TEMPORAL_ADDRESS')).toThrow(/TEST_TEMPORAL_ADDRESS is not set.*npm test/);
    } finally {
      if (before !== undefined) process.env['TEST_TEMPORAL_ADDRESS'] = before;
    }
  });
});
