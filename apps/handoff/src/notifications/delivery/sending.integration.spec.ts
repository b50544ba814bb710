import { roundTheClock } from '@baton/domain';
import { waitUntil } from '@baton/testing';
import { setTimeout as pause } from 'node:timers/promises';
import { startHttpReceiver } from '../../spec/http-receiver.ts';
import type { HttpReceiver } from '../../spec/http-receiver.ts';
import { startMailReceiver, subjectOf } from '../../spec/mail-receiver.ts';
import type { MailReceiver } from '../../spec/mail-receiver.ts';
import { SenderFixture } from '../../spec/sender-fixture.ts';
import type { MessageRow } from '../../spec/sender-fixture.ts';
import { NotificationsController } from '../notifications.controller.ts';
import type { NotificationsQuery } from '../notifications.request.ts';
import { MessageResend } from './message-resend.ts';

const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const allSent = (count: number) => (messages: { sent_at: Date | null }[]) =>
  messages.length >= count && messages.every(({ sent_at }) => sent_at !== null);

describe('NotificationSender', () => {
  let mail: MailReceiver;
  let http: HttpReceiver;
  let running: SenderFixture;

  const start = async (environment: Record<string, string> = {}, workers = 1): Promise<void> => {
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

  it('each person is notified on their own channels and in their language', async () => {
    await start({ TELEGRAM_BOT_TOKEN: '1:a', TELEGRAM_API_URL: http.url });
    await running.addNotification('anna');
    await running.addNotification('ben');
    await running.messagesWhen('both are notified', allSent(2));
    expect(mail.mails.map((each) => [each.to, subjectOf(each)])).toEqual([
      [['anna@example.com'], 'Новый лид: примите его'],
    ]);
    expect(http.requests.map(({ body }) => JSON.parse(body) as object)).toMatchObject([
      { chat_id: '7', text: expect.stringMatching(/^New lead: accept it/) as string },
    ]);
  });

  it('the team’s chat and the webhook get a step once, with the names of all recipients', async () => {
    await start({ SLACK_WEBHOOK_URL: `${http.url}/slack`, WEBHOOK_URL: `${http.url}/hook`, WEBHOOK_SECRET });
    const stepId = 'handoff-9/4';
    await Promise.all([
      running.addNotification('anna', 'return-contested', { stepId }),
      running.addNotification('olga', 'return-contested', { stepId }),
    ]);
    await running.messagesWhen('all are notified', allSent(3));
    const bodies = http.requests.map(({ path, body }) => [path, JSON.parse(body) as object]);
    expect(bodies).toHaveLength(2);
    expect(Object.fromEntries(bodies)).toMatchObject({
      '/slack': { text: expect.stringMatching(/^\*anna, olga: Спор о возврате/) as string },
      '/hook': {
        type: 'notification.return-contested',
        data: { handoffId: 'handoff-9', recipients: ['anna', 'olga'] },
      },
    });
  });

  it('notifications that follow the first one to the same person share one message', async () => {
    await start({ NOTIFICATION_DIGEST_SECONDS: '3600' });
    await running.addNotification('anna');
    await running.messagesWhen('the first is sent immediately', allSent(1));
    for (let count = 0; count < 3; count += 1)
      await running.addNotification('anna', 'reminder', { facts: { promise: 'touches' } });
    await waitUntil(async () => (await running.countPendingDeliveries()) === 3, {
      what: 'the others wait for the digest',
    });
    await running.expireDigest();
    await running.messagesWhen('the digest is sent', allSent(2));
    expect(mail.mails.map(subjectOf)).toEqual(['Новый лид: примите его', '3 уведомления о ваших лидах']);
  });

  const minute = 60_000;
  /** Two hours around now, in UTC. */
  const quietNow = (): { NOTIFICATION_QUIET_HOURS: string } => {
    const wall = (at: number): string => new Date(at).toISOString().slice(11, 16);
    return { NOTIFICATION_QUIET_HOURS: `${wall(Date.now() - 60 * minute)}-${wall(Date.now() + 60 * minute)}` };
  };

  it('a person at work during the quiet hours is notified immediately, even about a broken promise', async () => {
    await start(quietNow(), 0);
    await running.pool.query(`UPDATE handoff.person SET zone = 'UTC', hours = $1 WHERE person_id = 'anna'`, [
      JSON.stringify(roundTheClock),
    ]);
    await running.pool.query(
      `INSERT INTO handoff.handoff (handoff_id, lead_id, handoff_number, agreement_version)
       VALUES ('handoff-7/1', gen_random_uuid(), 1, 1)`,
    );
    running.startWorker();
    await running.addNotification('anna', 'promise-broken', {
      stepId: 'handoff-7/1',
      facts: { promise: 'first-contact' },
    });
    await running.messagesWhen('she is notified', allSent(1));
    expect(mail.mails).toHaveLength(1);
  });

  it('quiet hours hold what can wait until morning, but not what is due at night', async () => {
    await start(quietNow(), 0);
    await running.pool.query(`UPDATE handoff.person SET zone = 'UTC' WHERE person_id = 'anna'`);
    running.startWorker();
    await running.addNotification('anna', 'returned', { facts: { reason: 'no-need' } });
    const dueAt = new Date(Date.now() + 5 * minute).toISOString();
    await running.addNotification('anna', 'lead-replied', { facts: { dueAt } });
    await running.messagesWhen('the urgent one is sent', allSent(1));
    await pause(1500);
    expect(mail.mails.map(subjectOf)).toEqual([expect.stringMatching(/^Лид ответил/)]);
    await running.pool.query(`UPDATE handoff.delivery SET not_before = now() WHERE message_id IS NULL`);
    await running.expireDigest();
    await running.messagesWhen('the other is sent in the morning', allSent(2));
  });

  it('a new-lead notification is dropped, with the reason, if the lead has another owner by the time it is sent', async () => {
    await start({}, 0);
    await running.pool.query(
      `INSERT INTO handoff.handoff (handoff_id, lead_id, handoff_number, agreement_version, owner_id)
       VALUES ('handoff-7/1', gen_random_uuid(), 1, 1, 'ben')`,
    );
    await running.addNotification('anna', 'new-lead', { stepId: 'handoff-7/1' });
    await running.addNotification('anna', 'lead-replied');
    running.startWorker();
    const messages = await running.messagesWhen(
      'the other is sent',
      (all) => all.length === 2 && all.some(({ sent_at }) => sent_at !== null),
    );
    expect(messages.find(({ sent_at }) => sent_at === null)).toMatchObject({
      message_id: 'email/handoff-7/1/anna',
      last_error: 'the lead now has another owner',
      tries: 0,
      given_up_at: expect.any(Date) as Date,
    });
    expect(mail.mails.map(subjectOf)).toEqual(['Лид ответил: свяжитесь с ним']);
    expect((await running.pool.query('SELECT FROM handoff.ticket')).rowCount).toBe(0);
  });

  it('a failing message is retried under the same id, then given up with a ticket, which the next success closes', async () => {
    await start({ WEBHOOK_URL: http.url, WEBHOOK_SECRET, NOTIFICATION_TRIES: '2' });
    http.respondWith({ status: 503 });
    await running.addNotification('olga');
    await running.messagesWhen('it has failed', ([message]) => message?.last_error === 'HTTP 503');
    await running.expireRetryWaits();
    const [givenUp] = await running.messagesWhen('it is given up', ([message]) => message?.given_up_at != null);
    expect(givenUp).toMatchObject({ tries: 2, sent_at: null, recipient_id: null });
    expect(new Set(http.requests.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([givenUp?.message_id]));
    const ticket = async (): Promise<object | undefined> =>
      (
        await running.pool.query<object>(
          'SELECT ticket_id, handoff_id, cause, closed_at, times_opened FROM handoff.ticket',
        )
      ).rows[0];
    expect(await ticket()).toEqual({
      ticket_id: 'delivery-failing.webhook',
      handoff_id: null,
      cause: { channel: 'webhook', failure: 'HTTP 503' },
      closed_at: null,
      times_opened: 1,
    });
    http.respondWith({ status: 204 });
    await running.addNotification('olga');
    await running.messagesWhen('the next arrives', (messages) => messages.some(({ sent_at }) => sent_at !== null));
    expect(await ticket()).toMatchObject({ closed_at: expect.any(Date) as Date });
  });

  it('a message that was given up can be resent under the same id, and the log of resends names who asked', async () => {
    await start({ WEBHOOK_URL: http.url, WEBHOOK_SECRET, NOTIFICATION_TRIES: '1' });
    http.respondWith({ status: 503 });
    const notificationId = await running.addNotification('olga');
    await running.messagesWhen('it is given up', ([message]) => message?.given_up_at != null);
    const controller = new NotificationsController(running.pool, new MessageResend(running.pool));
    const ops = { id: 'oleg', roles: ['ops' as const], kind: 'person' as const };
    await expect(controller.resend('handoff-0/1/olga', ops)).rejects.toMatchObject({ status: 404 });

    http.respondWith({ status: 204 });
    const [message] = await running.messages();
    expect(await controller.resend(notificationId, ops)).toEqual({ messageIds: [message?.message_id] });
    await running.messagesWhen('it is sent', allSent(1));
    expect(new Set(http.requests.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([message?.message_id]));
    expect(await controller.list({ limit: 1, offset: 0 }, ops)).toMatchObject({
      notifications: [
        { deliveries: [{ state: 'sent', tries: 1, resent: [{ by: 'oleg', tries: 1, failure: 'HTTP 503' }] }] },
      ],
    });
    await expect(controller.resend(notificationId, ops)).rejects.toMatchObject({ status: 409 });
    const { rows } = await running.pool.query<object>('SELECT kind FROM handoff.ticket WHERE closed_at IS NULL');
    expect(rows).toEqual([]);
  });

  it('each recipient of a step sees its shared message and can have it resent', async () => {
    await start({ WEBHOOK_URL: http.url, WEBHOOK_SECRET, NOTIFICATION_TRIES: '1' });
    http.respondWith({ status: 503 });
    const stepId = 'handoff-9/4';
    const notificationIds = await Promise.all([
      running.addNotification('anna', 'return-contested', { stepId }),
      running.addNotification('ben', 'return-contested', { stepId }),
    ]);
    const isWebhook = ({ channel }: { channel: string }): boolean => channel === 'webhook';
    const givenUp = (all: MessageRow[]): boolean => all.some((each) => isWebhook(each) && each.given_up_at !== null);
    await running.messagesWhen('it is given up', givenUp);
    const controller = new NotificationsController(running.pool, new MessageResend(running.pool));
    const ops = { id: 'oleg', roles: ['ops' as const], kind: 'person' as const };
    for (const recipientId of ['anna', 'ben']) {
      const found = await controller.list(
        { limit: 9, offset: 0, recipientId, channel: 'webhook', state: 'given-up' },
        ops,
      );
      expect(found).toMatchObject({
        total: 1,
        notifications: [{ deliveries: expect.arrayContaining([expect.objectContaining({ to: 'team' })]) as object[] }],
      });
      expect(JSON.stringify(found)).not.toContain(`"to":"${recipientId === 'anna' ? 'ben' : 'anna'}"`);
    }
    http.respondWith({ status: 204 });
    for (const notificationId of notificationIds) {
      expect(await controller.resend(notificationId, ops)).toEqual({ messageIds: [`webhook/${stepId}`] });
      await running.pool.query('UPDATE handoff.message SET given_up_at = now() WHERE message_id = $1', [
        `webhook/${stepId}`,
      ]);
    }
  });

  it('a hanging channel does not delay the others', async () => {
    await start({ SLACK_WEBHOOK_URL: http.url, NOTIFICATION_DIGEST_SECONDS: '0' });
    http.respondWith('hang');
    for (let count = 0; count < 20; count += 1) await running.addNotification('anna');
    const messages = await running.messagesWhen('all mails are sent, and Slack was tried', (all) => {
      const mails = all.filter(({ channel }) => channel === 'email');
      const isSlackTried = all.some(({ channel, tries }) => channel === 'slack' && tries > 0);
      return isSlackTried && mails.length > 0 && mails.every(({ sent_at }) => sent_at !== null);
    });
    // The request to Slack has not timed out yet.
    expect(messages.filter(({ channel }) => channel === 'slack')).toMatchObject([
      { sent_at: null, tries: 1, last_error: null },
    ]);
  });

  it('several workers send each message once, and the next one continues where a stopped one left off', async () => {
    await start({ WEBHOOK_URL: http.url, WEBHOOK_SECRET }, 0);
    const notificationIds = await Promise.all(Array.from({ length: 60 }, () => running.addNotification('olga')));
    for (let count = 0; count < 3; count += 1) running.startWorker();
    await pause(300);
    await running.stopWorkers();
    running.startWorker();
    await running.messagesWhen('all are sent', allSent(notificationIds.length));
    const ids = http.requests.map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(notificationIds.length);
    expect(new Set(ids).size).toBe(notificationIds.length);
  });

  it('a person can list their own notifications, a team lead the team’s, and ops all of them', async () => {
    await start();
    await running.addNotification('anna');
    await running.addNotification('olga');
    await running.messagesWhen('both are notified', allSent(2));
    const controller = new NotificationsController(running.pool, new MessageResend(running.pool));
    const page = { limit: 50, offset: 0 } satisfies NotificationsQuery;
    const list = (caller: Parameters<NotificationsController['list']>[1], query: Partial<NotificationsQuery> = {}) =>
      controller.list({ ...page, ...query }, caller);
    const own = await list({ id: 'anna', roles: ['rep'], kind: 'person' });
    expect(own).toMatchObject({
      total: 1,
      notifications: [
        {
          recipientId: 'anna',
          kind: 'new-lead',
          deliveries: [{ channel: 'email', to: 'anna', state: 'sent', tries: 1, failure: null }],
        },
      ],
    });
    const teamLead = { id: 'tatiana', roles: ['team-lead' as const], teamId: 'other', kind: 'person' as const };
    expect(await list(teamLead)).toMatchObject({ total: 1, notifications: [{ recipientId: 'olga' }] });
    const ops = { id: 'oleg', roles: ['ops' as const], kind: 'person' as const };
    expect(await list(ops)).toMatchObject({ total: 2 });
    expect(await list(ops, { channel: 'log', state: 'sent' })).toMatchObject({
      total: 1,
      notifications: [{ recipientId: 'olga' }],
    });
    expect(await list(ops, { state: 'given-up' })).toEqual({ total: 0, notifications: [] });
  });
});
