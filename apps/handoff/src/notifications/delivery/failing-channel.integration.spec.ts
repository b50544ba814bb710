import { waitUntil } from '@baton/testing';
import { startHttpReceiver } from '../../spec/http-receiver.ts';
import type { HttpReceiver } from '../../spec/http-receiver.ts';
import { startMailReceiver } from '../../spec/mail-receiver.ts';
import type { MailReceiver } from '../../spec/mail-receiver.ts';
import { SenderFixture } from '../../spec/sender-fixture.ts';

describe('A failing channel', () => {
  let mail: MailReceiver;
  let http: HttpReceiver;
  let running: SenderFixture;

  beforeEach(async () => {
    mail = await startMailReceiver();
    http = await startHttpReceiver();
  });
  afterEach(async () => {
    await running?.stop();
    await http?.stop();
    await mail?.stop();
  });

  it('ops are notified once per hour about a failing channel, on the channels that work, no matter how many people it fails to reach', async () => {
    running = await SenderFixture.start({
      SMTP_URL: mail.url,
      TELEGRAM_BOT_TOKEN: '1:a',
      TELEGRAM_API_URL: http.url,
      NOTIFICATION_TRIES: '1',
    });
    await running.pool.query(
      `INSERT INTO handoff.person (person_id, roles, email, language, channels)
       VALUES ('oleg', '{ops}', 'oleg@example.com', 'en', '{"telegram": "9"}')`,
    );
    await running.pool.query(`UPDATE handoff.person SET email = 'olga@example.com' WHERE person_id = 'olga'`);
    mail.refuse(100);
    await running.addNotification('anna');
    await running.addNotification('olga');
    await running.messagesWhen(
      'the mails are given up',
      (messages) => messages.filter(({ given_up_at }) => given_up_at !== null).length === 3,
    );
    const { rows } = await running.pool.query<{ ticket_id: string }>(
      `SELECT ticket_id FROM handoff.ticket WHERE closed_at IS NULL ORDER BY ticket_id`,
    );
    expect(rows.map(({ ticket_id }) => ticket_id)).toEqual([
      'delivery-failing.email.anna',
      'delivery-failing.email.oleg',
      'delivery-failing.email.olga',
    ]);
    const { rows: notifications } = await running.pool.query<object>(
      `SELECT recipient_id, facts ->> 'channel' AS channel FROM handoff.notification WHERE kind = 'ticket-opened'`,
    );
    expect(notifications).toEqual([{ recipient_id: 'oleg', channel: 'email' }]);
    await waitUntil(() => http.requests.length === 1, { what: 'ops read it in Telegram' });
    expect(http.requests.map(({ body }) => JSON.parse(body) as object)).toMatchObject([
      {
        chat_id: '9',
        text: expect.stringMatching(/^Ticket: A notification could not be delivered.* Channel: email\./) as string,
      },
    ]);
  });
});
