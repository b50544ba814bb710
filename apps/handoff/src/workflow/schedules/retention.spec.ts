import type { HandoffConfig } from '../../handoff.config.ts';
import { IntakeClient } from '../../intake/intake-client.ts';
import { startHttpReceiver } from '../../spec/http-receiver.ts';
import type { HttpReceiver } from '../../spec/http-receiver.ts';
import { Retention } from './retention.ts';

describe('Retention', () => {
  let intake: HttpReceiver;
  let purgeRefusedBodies: () => Promise<number>;
  beforeAll(async () => {
    intake = await startHttpReceiver();
    const config = { INTAKE_URL: intake.url, SERVICE_API_KEY: 'a-key-of-any-shape' } as HandoffConfig;
    ({ purgeRefusedBodies } = new Retention(new IntakeClient(config)).asActivities());
  });
  afterAll(() => intake.stop());

  it('the activity asks intake with the key of the service, and returns how many refused bodies were purged', async () => {
    intake.respondWith({ status: 200, body: { purged: 3 } });
    expect(await purgeRefusedBodies()).toBe(3);
    expect(intake.requests).toMatchObject([
      { method: 'POST', path: '/refused-bodies/purge', headers: { 'x-api-key': 'a-key-of-any-shape' } },
    ]);
  });

  it('the activity fails when intake does, so that Temporal retries it', async () => {
    intake.respondWith({ status: 503 });
    await expect(purgeRefusedBodies()).rejects.toThrow('503');
  });
});
