import { requiredEnvironment } from './required-environment.ts';
import { waitUntil } from './wait-until.ts';

describe('waiting', () => {
  it('returns what the probe found in the end', async () => {
    let tries = 0;
    const found = await waitUntil(() => (tries += 1) === 3 && 'found', { what: 'it is there', everyMilliseconds: 1 });
    expect(found).toBe('found');
  });

  it('takes an error for "not yet", and says in the end what was waited for and why it failed', async () => {
    const patience = { what: 'the lead is judged', withinMilliseconds: 5, everyMilliseconds: 1 };
    const waiting = waitUntil(() => Promise.reject(new Error('connection refused')), patience);
    await expect(waiting).rejects.toMatchObject({
      message: 'Waited 5 ms in vain until the lead is judged.',
      cause: new Error('connection refused'),
    });
  });
});

describe('a missing engine', () => {
  it('is told in one sentence with a way out', () => {
    const before = process.env['TEST_TEMPORAL_ADDRESS'];
    delete process.env['TEST_TEMPORAL_ADDRESS'];
    try {
      expect(() => requiredEnvironment('TEST_TEMPORAL_ADDRESS')).toThrow(/TEST_TEMPORAL_ADDRESS is not set.*npm test/);
    } finally {
      if (before !== undefined) process.env['TEST_TEMPORAL_ADDRESS'] = before;
    }
  });
});
