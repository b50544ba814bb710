import { sqlExecutorOf } from '@baton/messaging';
import { waitUntil } from '@baton/testing';
import { startHttpReceiver } from '../../spec/http-receiver.ts';
import type { HttpReceiver } from '../../spec/http-receiver.ts';
import { startMailReceiver } from '../../spec/mail-receiver.ts';
import type { MailReceiver } from '../../spec/mail-receiver.ts';
import { SenderFixture } from '../../spec/sender-fixture.ts';
import { openDeliveryTicket } from '../../tickets/delivery-ticket.ts';

describe('Undeliverable recipients', () => {
  let mail: MailReceiver;
  let http: HttpReceiver;
  let running: SenderFixture;

  const start = async (environment: Record<string, string>, workers: number): Promise<void> => {
    running = await SenderFixture.start({ SMTP_URL: mail.url, ...environment }, workers);
  };
  beforeEach(async () => {
    mail = await startMailReceiver();
    http = await startHttpReceiver();
  });
  afterEach(async () => {
    await running?.stop();
    await http?.stop();
    await mail?.stop();
  });

  it('the tickets of recipients whom a channel no longer reaches are closed, and no others', async () => {
    await start({}, 0);
    await running.pool.query(
      `INSERT INTO handoff.person (person_id, team_id, roles, email, left_at)
       VALUES ('gone', 'sales', '{rep}', 'gone@example.com', now())`,
    );
    const openTicket = (channel: string, recipientId: string | null): Promise<void> =>
      openDeliveryTicket(sqlExecutorOf(running.pool), { channel, recipientId, failure: 'HTTP 503' });
    for (const recipientId of ['anna', 'ben', 'olga', 'gone']) await openTicket('email', recipientId);
    await openTicket('slack', null);
    const openTicketIds = async (): Promise<string[]> =>
      (
        await running.pool.query<{ ticket_id: string }>(
          'SELECT ticket_id FROM handoff.ticket WHERE closed_at IS NULL ORDER BY ticket_id',
        )
      ).rows.map(({ ticket_id }) => ticket_id);
    running.startWorker();
    // Ben has switched e-mail off and Olga has no address. Another worker may have Slack configured.
    const kept = ['delivery-failing.email.anna', 'delivery-failing.slack'];
    await waitUntil(async () => (await openTicketIds()).length === kept.length, { what: 'the others are closed' });
    expect(await openTicketIds()).toEqual(kept);
    await running.pool.query(`UPDATE handoff.ticket SET since = now() - interval '11 minutes'`);
    await waitUntil(async () => (await openTicketIds()).length === 1, { what: 'no worker has Slack' });
    expect(await openTicketIds()).toEqual(['delivery-failing.email.anna']);
  });

  it('a message pending on a channel that its recipient switched off goes out on another channel', async () => {
    await start({ TELEGRAM_BOT_TOKEN: '1:a', TELEGRAM_API_URL: http.url }, 1);
    http.respondWith({ status: 503 });
    await running.addNotification('ben');
    await running.messagesWhen('it has failed', ([message]) => message?.last_error === 'HTTP 503');
    await running.pool.query(`UPDATE handoff.person SET channels = NULL WHERE person_id = 'ben'`);
    const messages = await running.messagesWhen('it is sent by e-mail', (all) => all.some(({ sent_at }) => sent_at));
    expect(messages).toMatchObject([
      { channel: 'telegram', last_error: 'this channel no longer reaches the recipient', sent_at: null },
      { channel: 'email', recipient_id: 'ben' },
    ]);
    expect(mail.mails.map((each) => each.to)).toEqual([['ben@example.com']]);
    expect((await running.pool.query('SELECT FROM handoff.ticket WHERE closed_at IS NULL')).rowCount).toBe(0);
  });

  it('a message pending on a channel that is no longer configured goes out on the remaining channels', async () => {
    await start({}, 0);
    const stepId = 'handoff-9/4';
    const [first] = await Promise.all(
      ['anna', 'olga'].map((each) => running.addNotification(each, 'return-contested', { stepId })),
    );
    await running.pool.query('UPDATE handoff.notification SET planned_at = now()');
    await running.pool.query(
      `INSERT INTO handoff.delivery (delivery_id, notification_id, channel, not_before)
       VALUES ('slack/' || $2, $1, 'slack', now() - interval '11 minutes')`,
      [first, stepId],
    );
    running.startWorker();
    const messages = await running.messagesWhen('both are notified', (all) => all.length === 2);
    expect(messages.map(({ channel, recipient_id }) => [channel, recipient_id]).sort()).toEqual([
      ['email', 'anna'],
      ['log', 'olga'],
    ]);
    expect(await running.countPendingDeliveries()).toBe(0);
  });
});
