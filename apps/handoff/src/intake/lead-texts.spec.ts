import type { HandoffConfig } from '../handoff.config.ts';
import { startHttpReceiver } from '../spec/http-receiver.ts';
import type { HttpReceiver } from '../spec/http-receiver.ts';
import { IntakeClient } from './intake-client.ts';
import { LeadTexts, textIdFor } from './lead-texts.ts';

describe('LeadTexts', () => {
  let intake: HttpReceiver;
  let texts: LeadTexts;
  beforeAll(async () => {
    intake = await startHttpReceiver();
    const config = { INTAKE_URL: intake.url, SERVICE_API_KEY: 'a-key-of-any-shape' } as HandoffConfig;
    texts = new LeadTexts(new IntakeClient(config));
  });
  afterAll(() => intake.stop());

  it('a text is stored in intake under the id of its request, authenticated by the API key alone', async () => {
    intake.respondWith({ status: 204 });
    expect(await texts.save('lead-1', 'request-1', 'note', 'Wants a demo', 'anna')).toBe(textIdFor('request-1'));
    expect(intake.requests).toMatchObject([
      {
        method: 'PUT',
        path: `/leads/lead-1/texts/${textIdFor('request-1')}`,
        headers: { 'x-api-key': 'a-key-of-any-shape' },
      },
    ]);
    expect(intake.requests[0]?.headers).not.toHaveProperty('authorization');
  });
});
