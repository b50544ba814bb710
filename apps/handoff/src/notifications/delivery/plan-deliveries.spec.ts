import type { ChannelName } from '../channel-names.ts';
import { planDeliveries } from './plan-deliveries.ts';
import type { UnplannedNotification } from './plan-deliveries.ts';
import { parseQuietHours } from './quiet-hours.ts';

const noon = new Date('2026-11-23T09:00:00Z');
const notification = (changes: Partial<UnplannedNotification> = {}): UnplannedNotification => ({
  notification_id: 'handoff-1/3/anna',
  step_id: 'handoff-1/3',
  recipient_id: 'anna',
  kind: 'returned',
  facts: {},
  active: true,
  email: 'anna@example.com',
  channels: null,
  zone: 'Europe/Moscow',
  agreement_zone: 'Europe/Moscow',
  ...changes,
});
const plan = (changes: Partial<UnplannedNotification>, configured: ChannelName[], at = noon): string[] =>
  planDeliveries(notification(changes), new Set([...configured, 'log']), at, parseQuietHours('20:00-08:00')).map(
    ({ delivery_id, not_before }) => (not_before === at.toISOString() ? delivery_id : `${delivery_id} ${not_before}`),
  );

describe('planDeliveries', () => {
  it('a person is notified by e-mail, and also by Telegram if they have a chat', () => {
    expect(plan({}, ['email', 'telegram'])).toEqual(['email/handoff-1/3/anna']);
    expect(plan({ channels: { telegram: '7' } }, ['email', 'telegram'])).toEqual([
      'email/handoff-1/3/anna',
      'telegram/handoff-1/3/anna',
    ]);
    expect(plan({ channels: { telegram: '7', email: false } }, ['email', 'telegram'])).toEqual([
      'telegram/handoff-1/3/anna',
    ]);
  });

  it('the team’s chat and the webhook get each step once, no matter how many people it concerns', () => {
    const both: ChannelName[] = ['slack', 'webhook'];
    expect(plan({}, both)).toEqual(['slack/handoff-1/3', 'webhook/handoff-1/3']);
    expect(plan({ recipient_id: 'boris', notification_id: 'handoff-1/3/boris' }, both)).toEqual(plan({}, both));
  });

  it('the log gets what no other channel delivers', () => {
    expect(plan({}, [])).toEqual(['log/handoff-1/3/anna']);
    expect(plan({ email: null }, ['email'])).toEqual(['log/handoff-1/3/anna']);
  });

  it('a message about a failing channel also goes to the log, because the channel may be the only way to its recipient', () => {
    const failing = { kind: 'ticket-opened', facts: { ticketKind: 'delivery-failing', channel: 'email' } } as const;
    expect(plan(failing, ['email'])).toEqual(['email/handoff-1/3/anna', 'log/handoff-1/3/anna']);
    expect(plan({ ...failing, facts: { ticketKind: 'source-silent' } }, ['email'])).toEqual(['email/handoff-1/3/anna']);
  });

  it('a person who has left gets nothing on their personal channels', () => {
    expect(plan({ active: false, channels: { telegram: '7' } }, ['email', 'telegram'])).toEqual([
      'log/handoff-1/3/anna',
    ]);
    expect(plan({ active: false }, ['email', 'webhook'])).toEqual(['webhook/handoff-1/3']);
  });

  it('an invalid time zone counts as UTC', () => {
    expect(plan({ zone: 'Mars/Olympus' }, ['email'], new Date('2026-11-23T21:00:00Z'))).toEqual([
      'email/handoff-1/3/anna 2026-11-24T08:00:00.000Z',
    ]);
  });

  it('quiet hours follow the person’s zone, the agreement’s zone for the team’s chat, and never hold the webhook', () => {
    const night = new Date('2026-11-23T18:00:00Z');
    expect(plan({ zone: 'America/New_York' }, ['email', 'slack', 'webhook'], night)).toEqual([
      'email/handoff-1/3/anna',
      'slack/handoff-1/3 2026-11-24T05:00:00.000Z',
      'webhook/handoff-1/3',
    ]);
  });
});
