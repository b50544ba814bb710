import type { HandoffConfig } from '../handoff.config.ts';
import { startHttpReceiver } from '../spec/http-receiver.ts';
import type { HttpReceiver } from '../spec/http-receiver.ts';
import { IntakeClient } from './intake-client.ts';
import { LeadContacts } from './lead-contacts.ts';

describe('LeadContacts', () => {
  let intake: HttpReceiver;
  let contacts: LeadContacts;
  beforeAll(async () => {
    intake = await startHttpReceiver();
    const config = { INTAKE_URL: intake.url, SERVICE_API_KEY: 'a-key-of-any-shape' } as HandoffConfig;
    contacts = new LeadContacts(new IntakeClient(config));
  });
  afterAll(() => intake.stop());

  const correct = (): Promise<string[] | undefined> =>
    contacts.correct('lead-1', { method: 'phone', value: '+7 423 200-00-00' });

  it('a corrected phone is stored in intake, which returns its time zones', async () => {
    intake.respondWith({ status: 200, body: { zones: ['Asia/Vladivostok'] } });
    expect(await correct()).toEqual(['Asia/Vladivostok']);
    intake.respondWith({ status: 204 });
    expect(await correct()).toBeUndefined();
  });

  it('a response that ends within its body is an unknown outcome, as is an error of intake', async () => {
    for (const response of ['cut', { status: 500 }] as const) {
      intake.respondWith(response);
      await expect(correct()).rejects.toMatchObject({ status: 503 });
    }
  });

  it('a contact that intake refuses is not sent again', async () => {
    intake.respondWith({ status: 422 });
    await expect(correct()).rejects.toMatchObject({ status: 422, type: 'urn:baton:problem:contact-refused' });
  });
});
