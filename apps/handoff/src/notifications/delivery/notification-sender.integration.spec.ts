import { waitUntil } from '@baton/testing';
import { HandoffFixture } from '../../spec/handoff-fixture.ts';
import type { ApiResponse } from '../../spec/handoff-fixture.ts';
import { startMailReceiver, subjectOf } from '../../spec/mail-receiver.ts';
import type { MailReceiver } from '../../spec/mail-receiver.ts';

describe('telling people', () => {
  let mailServer: MailReceiver;
  let handoffs: HandoffFixture;

  beforeAll(async () => {
    mailServer = await startMailReceiver();
    handoffs = await HandoffFixture.start({ SMTP_URL: mailServer.url, NOTIFICATION_QUIET_HOURS: 'none' });
  });
  afterAll(async () => {
    await handoffs?.stop();
    await mailServer?.stop();
  });

  it('of a new lead arrives also when the mail server refuses at first, once, and without a name in it', async () => {
    mailServer.refuse(1);
    const { handoffId } = await handoffs.publishJudgedLead();
    const isTold = ({ content }: { content: string }): boolean => content.includes(`<email.${handoffId}`);
    const mail = await waitUntil(() => mailServer.mails.find(isTold), {
      what: 'the mail arrives',
    });
    const recipient = mail.to[0]?.split('@')[0] ?? '';
    const notification = await waitUntil(
      async () => {
        const { body } = await handoffs.call(recipient, 'GET', `/notifications?handoffId=${handoffId}&state=sent`);
        return (body['notifications'] as object[])[0];
      },
      { what: 'the notification is marked as sent' },
    );
    expect(notification).toMatchObject({
      kind: 'new-lead',
      recipientId: recipient,
      deliveries: [{ channel: 'email', to: recipient, tries: 2 }],
    });
    expect(subjectOf(mail)).toMatch(/^Новый лид: примите его до .* \(Europe\/Moscow\)$/);
    expect(mailServer.mails.filter(isTold)).toHaveLength(1);
  });

  it('is recorded for those who may read it, and refuses a wrong question', async () => {
    const wrong = await handoffs.call('olga', 'GET', '/notifications?channel=pigeon&limit=1000');
    expect(wrong).toMatchObject({ status: 400, body: { type: 'urn:baton:problem:invalid-fields' } });
    expect(fieldsOf(wrong)).toEqual(['channel', 'limit']);
  });

  it('goes as they have set it for themselves', async () => {
    const url = '/notifications/settings/anna';
    const set = await handoffs.call('anna', 'PUT', url, { language: 'en', channels: { telegram: '7' } });
    expect(set.status).toBe(200);
    expect(set.body).toEqual({ personId: 'anna', language: 'en', channels: { email: true, telegram: '7' } });
    expect(await handoffs.call('boris', 'PUT', url, {})).toMatchObject({ status: 403 });
    expect(await handoffs.call('olga', 'PUT', '/notifications/settings/nobody', {})).toMatchObject({ status: 404 });
    const wrong = await handoffs.call('anna', 'PUT', url, { language: 'de', channels: { telegram: '@anna' } });
    expect(fieldsOf(wrong)).toEqual(['channels.telegram', 'language']);
  });
});

const fieldsOf = ({ body }: ApiResponse): string[] =>
  (body['errors'] as { field: string }[]).map(({ field }) => field).sort();
