import type { HandoffConfig } from '../../handoff.config.ts';
import { startHttpReceiver } from '../../spec/http-receiver.ts';
import type { HttpReceiver } from '../../spec/http-receiver.ts';
import { Retention } from './retention.ts';

describe('letting go', () => {
  let intake: HttpReceiver;
  let purgeRefusedBodies: () => Promise<number>;
  beforeAll(async () => {
    intake = await startHttpReceiver();
    const config = { INTAKE_URL: intake.url, SERVICE_API_KEY: 'a-key-of-any-shape' } as HandoffConfig;
    ({ purgeRefusedBodies } = new Retention(config).asActivities());
  });
  afterAll(() => intake.stop());

  it('asks intake, as a machine, and says how many refused bodies went', async () => {
    intake.respondWith({ status: 200, body: { purged: 3 } });
    expect(await purgeRefusedBodies()).toBe(3);
    expect(intake.requests).toMatchObject([
      { method: 'POST', path: '/refused-bodies/purge', headers: { 'x-api-key': 'a-key-of-any-shape' } },
    ]);
  });

  it('fails when intake cannot, so that Temporal tries again', async () => {
    intake.respondWith({ status: 503 });
    await expect(purgeRefusedBodies()).rejects.toThrow('503');
  });
});
