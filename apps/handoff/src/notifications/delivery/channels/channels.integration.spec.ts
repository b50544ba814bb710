import { Webhook } from 'standardwebhooks';
import { startHttpReceiver } from '../../../spec/http-receiver.ts';
import type { HttpReceiver } from '../../../spec/http-receiver.ts';
import { startMailReceiver, subjectOf } from '../../../spec/mail-receiver.ts';
import { failureReason } from './channel.ts';
import type { Channel, ChannelMessage } from './channel.ts';
import { EmailChannel } from './email-channel.ts';
import { SlackChannel } from './slack-channel.ts';
import { TelegramChannel } from './telegram-channel.ts';
import { WebhookChannel } from './webhook-channel.ts';

const handoff = 'handoff-8c2f1f5e-97a4-4f0b-9f0e-0a1b2c3d4e5f-1';
const subject = 'Новый лид ваш: примите его до 23 ноября, 09:15 (Europe/Moscow)';
const message: ChannelMessage = {
  messageId: `email/${handoff}/3/anna`,
  subject,
  text: 'Передача handoff-1 ждёт <вас> & ответа.\n/handoffs/handoff-1',
  notifications: [
    {
      notificationId: 'handoff-1/3/anna',
      kind: 'new-lead',
      facts: { handoffId: 'handoff-1', dueAt: '2026-11-23T06:15:00.000Z' },
      at: '2026-11-23T06:00:00.000Z',
      to: ['anna'],
    },
  ],
};

const failureOf = (channel: Channel): Promise<string> =>
  channel.send({ ...message, address: '7' }).then(() => 'delivered', failureReason);

describe('Channel', () => {
  let receiver: HttpReceiver;
  beforeEach(async () => {
    receiver = await startHttpReceiver();
  });
  afterEach(() => receiver?.stop());

  it('an e-mail goes to one person with a stable Message-ID and an unchanged subject', async () => {
    const mail = await startMailReceiver();
    const channel = new EmailChannel(mail.url, 'baton@localhost');
    await channel.send({ ...message, address: 'anna@example.com' });
    channel.close();
    await mail.stop();
    const [received] = mail.mails;
    expect(received?.to).toEqual(['anna@example.com']);
    // Mail folds long header lines.
    expect(received?.content.replaceAll(/\r\n\s+/g, ' ')).toContain(`Message-ID: <email.${handoff}.3.anna@baton>`);
    expect(received?.content).toMatch(/^From: baton@localhost\r$/m);
    expect(received && subjectOf(received)).toBe(subject);
  });

  it('a Slack message escapes &, < and >', async () => {
    await new SlackChannel(`${receiver.url}/services/T0/B0/x`).send(message);
    expect(receiver.requests).toHaveLength(1);
    expect(receiver.requests[0]).toMatchObject({ method: 'POST', path: '/services/T0/B0/x' });
    expect(JSON.parse(receiver.requests[0]?.body ?? '')).toEqual({
      text: `*${subject}*\nПередача handoff-1 ждёт &lt;вас&gt; &amp; ответа.\n/handoffs/handoff-1`,
      unfurl_links: false,
    });
  });

  it('a Telegram message goes from the bot to the person’s chat', async () => {
    await new TelegramChannel('123:abc', receiver.url).send({ ...message, address: '7' });
    expect(receiver.requests[0]).toMatchObject({ method: 'POST', path: '/bot123:abc/sendMessage' });
    expect(JSON.parse(receiver.requests[0]?.body ?? '')).toEqual({
      chat_id: '7',
      text: `${message.subject}\n\n${message.text}`,
      link_preview_options: { is_disabled: true },
    });
  });

  it('a webhook request carries the message id and a signature that the receiver can verify', async () => {
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    await new WebhookChannel(receiver.url, secret).send(message);
    const [received] = receiver.requests;
    if (!received) throw new Error('The receiver got no request');
    const { headers, body } = received;
    expect(headers['webhook-id']).toBe(message.messageId);
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual({
      type: 'notification.new-lead',
      timestamp: '2026-11-23T06:00:00.000Z',
      data: { handoffId: 'handoff-1', dueAt: '2026-11-23T06:15:00.000Z', recipients: ['anna'] },
    });
    expect(() => new Webhook(secret).verify(body.replace('anna', 'eve'), headers as Record<string, string>)).toThrow(
      /signature/,
    );
  });

  it('a failure names only the HTTP status, because addresses contain secrets', async () => {
    receiver.respondWith({ status: 500, body: { description: 'Jane Doe' } });
    expect(await failureOf(new SlackChannel(receiver.url))).toBe('HTTP 500');
    expect(await failureOf(new TelegramChannel('123:abc', receiver.url))).toBe('HTTP 500');
    expect(await failureOf(new WebhookChannel(receiver.url, 'whsec_AAAA'))).toBe('HTTP 500');
  });

  it('a failure carries the pause that the receiver asks for', async () => {
    receiver.respondWith({ status: 429, body: { parameters: { retry_after: 30 } }, headers: { 'retry-after': '40' } });
    await expect(new TelegramChannel('123:abc', receiver.url).send({ ...message, address: '7' })).rejects.toMatchObject(
      { retryAfterSeconds: 30 },
    );
    await expect(new WebhookChannel(receiver.url, 'whsec_AAAA').send(message)).rejects.toMatchObject({
      retryAfterSeconds: 40,
    });
  });
});
