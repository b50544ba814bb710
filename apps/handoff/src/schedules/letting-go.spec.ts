import type { HandoffConfig } from '../handoff.config.ts';
import { startHttpReceiver } from '../spec/http-receiver.ts';
import type { HttpReceiver } from '../spec/http-receiver.ts';
import { LettingGo } from './letting-go.ts';

describe('letting go', () => {
  let intake: HttpReceiver;
  let letRefusedBodiesGo: () => Promise<number>;
  beforeAll(async () => {
    intake = await startHttpReceiver();
    const config = { INTAKE_URL: intake.url, SERVICE_API_KEY: 'a-key-of-any-shape' } as HandoffConfig;
    ({ letRefusedBodiesGo } = new LettingGo(config).asActivities());
  });
  afterAll(() => intake.stop());

  it('asks intake, as a machine, and says how many refused bodies went', async () => {
    intake.answer({ status: 200, body: { letGo: 3 } });
    expect(await letRefusedBodiesGo()).toBe(3);
    expect(intake.requests).toMatchObject([
      { method: 'POST', path: '/refused-bodies/let-go', headers: { 'x-api-key': 'a-key-of-any-shape' } },
    ]);
  });

  it('fails when intake cannot, so that Temporal tries again', async () => {
    intake.answer({ status: 503 });
    await expect(letRefusedBodiesGo()).rejects.toThrow('503');
  });
});
