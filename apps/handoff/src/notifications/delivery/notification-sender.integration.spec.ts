import { waitUntil } from '@baton/testing';
import { HandoffFixture } from '../../spec/handoff-fixture.ts';
import type { ApiResponse } from '../../spec/handoff-fixture.ts';
import { startMailReceiver, subjectOf } from '../../spec/mail-receiver.ts';
import type { MailReceiver } from '../../spec/mail-receiver.ts';

describe('NotificationSender with the service', () => {
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

  it('a new-lead mail arrives exactly once, even if the mail server refuses it at first', async () => {
    mailServer.refuse(1);
    const { handoffId } = await handoffs.publishJudgedLead();
    const isAboutHandoff = ({ content }: { content: string }): boolean => content.includes(`<email.${handoffId}`);
    const mail = await waitUntil(() => mailServer.mails.find(isAboutHandoff), {
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
    expect(mailServer.mails.filter(isAboutHandoff)).toHaveLength(1);
  });

  it('the notification list rejects invalid filters', async () => {
    const wrong = await handoffs.call('olga', 'GET', '/notifications?channel=pigeon&limit=1000');
    expect(wrong).toMatchObject({ status: 400, body: { type: 'urn:baton:problem:invalid-fields' } });
    expect(fieldsOf(wrong)).toEqual(['channel', 'limit']);
  });

  it('a person can change only their own notification settings', async () => {
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
