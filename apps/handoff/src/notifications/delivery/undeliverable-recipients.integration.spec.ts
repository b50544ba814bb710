import { sqlExecutorOf } from '@baton/messaging';
import { waitUntil } from '@baton/testing';
import { startHttpReceiver } from '../../spec/http-receiver.ts';
import type { HttpReceiver } from '../../spec/http-receiver.ts';
import { startMailReceiver } from '../../spec/mail-receiver.ts';
import type { MailReceiver } from '../../spec/mail-receiver.ts';
import { SenderFixture } from '../../spec/sender-fixture.ts';
import { openDeliveryTicket } from '../../tickets/delivery-ticket.ts';

describe('readers whom a channel no longer reaches', () => {
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

  it('have their alarms closed, and nobody else has', async () => {
    await start({}, 0);
    await running.pool.query(
      `INSERT INTO handoff.person (person_id, team_id, roles, email, left_at)
       VALUES ('gone', 'sales', '{rep}', 'gone@example.com', now())`,
    );
    const alarm = (channel: string, recipientId: string | null): Promise<void> =>
      openDeliveryTicket(sqlExecutorOf(running.pool), { channel, recipientId, failure: 'HTTP 503' });
    for (const recipientId of ['anna', 'ben', 'olga', 'gone']) await alarm('email', recipientId);
    await alarm('slack', null);
    const open = async (): Promise<string[]> =>
      (
        await running.pool.query<{ ticket_id: string }>(
          'SELECT ticket_id FROM handoff.ticket WHERE closed_at IS NULL ORDER BY ticket_id',
        )
      ).rows.map(({ ticket_id }) => ticket_id);
    running.startWorker();
    // Ben has switched it off, Olga has no address; another worker may have the chat.
    const kept = ['delivery-failing.email.anna', 'delivery-failing.slack'];
    await waitUntil(async () => (await open()).length === kept.length, { what: 'the others are closed' });
    expect(await open()).toEqual(kept);
    await running.pool.query(`UPDATE handoff.ticket SET since = now() - interval '11 minutes'`);
    await waitUntil(async () => (await open()).length === 1, { what: 'nobody has the chat' });
    expect(await open()).toEqual(['delivery-failing.email.anna']);
  });

  it('are told by another channel what waits for one that they have switched off', async () => {
    await start({ TELEGRAM_BOT_TOKEN: '1:a', TELEGRAM_API_URL: http.url }, 1);
    http.respondWith({ status: 503 });
    await running.addNotification('ben');
    await running.messagesWhen('it has failed', ([message]) => message?.last_error === 'HTTP 503');
    await running.pool.query(`UPDATE handoff.person SET channels = NULL WHERE person_id = 'ben'`);
    const messages = await running.messagesWhen('it is told by e-mail', (all) => all.some(({ sent_at }) => sent_at));
    expect(messages).toMatchObject([
      { channel: 'telegram', last_error: 'the reader is no longer reached by this channel', sent_at: null },
      { channel: 'email', recipient_id: 'ben' },
    ]);
    expect(mail.mails.map((each) => each.to)).toEqual([['ben@example.com']]);
    expect((await running.pool.query('SELECT FROM handoff.ticket WHERE closed_at IS NULL')).rowCount).toBe(0);
  });

  it('are told by what is left what waits for a channel that is not set up any more', async () => {
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
    const messages = await running.messagesWhen('both are told', (all) => all.length === 2);
    expect(messages.map(({ channel, recipient_id }) => [channel, recipient_id]).sort()).toEqual([
      ['email', 'anna'],
      ['log', 'olga'],
    ]);
    expect(await running.countPendingDeliveries()).toBe(0);
  });
});
