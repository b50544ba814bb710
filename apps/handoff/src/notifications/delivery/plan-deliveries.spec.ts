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

describe('by which channels a person is told', () => {
  it('by e-mail, and with a chat of their own by Telegram too', () => {
    expect(plan({}, ['email', 'telegram'])).toEqual(['email/handoff-1/3/anna']);
    expect(plan({ channels: { telegram: '7' } }, ['email', 'telegram'])).toEqual([
      'email/handoff-1/3/anna',
      'telegram/handoff-1/3/anna',
    ]);
    expect(plan({ channels: { telegram: '7', email: false } }, ['email', 'telegram'])).toEqual([
      'telegram/handoff-1/3/anna',
    ]);
  });

  it('the team’s chat and the webhook are told of a step once, however many people are', () => {
    const both: ChannelName[] = ['slack', 'webhook'];
    expect(plan({}, both)).toEqual(['slack/handoff-1/3', 'webhook/handoff-1/3']);
    expect(plan({ recipient_id: 'boris', notification_id: 'handoff-1/3/boris' }, both)).toEqual(plan({}, both));
  });

  it('by the log where nothing else reaches them', () => {
    expect(plan({}, [])).toEqual(['log/handoff-1/3/anna']);
    expect(plan({ email: null }, ['email'])).toEqual(['log/handoff-1/3/anna']);
  });

  it('by no channel of their own once they have left', () => {
    expect(plan({ active: false, channels: { telegram: '7' } }, ['email', 'telegram'])).toEqual([
      'log/handoff-1/3/anna',
    ]);
    expect(plan({ active: false }, ['email', 'webhook'])).toEqual(['webhook/handoff-1/3']);
  });

  it('a zone that is none counts as UTC, and holds nobody else up', () => {
    expect(plan({ zone: 'Mars/Olympus' }, ['email'], new Date('2026-11-23T21:00:00Z'))).toEqual([
      'email/handoff-1/3/anna 2026-11-24T08:00:00.000Z',
    ]);
  });

  it('people sleep in their own zone, the team’s chat in the agreement’s, a machine never', () => {
    const night = new Date('2026-11-23T18:00:00Z');
    expect(plan({ zone: 'America/New_York' }, ['email', 'slack', 'webhook'], night)).toEqual([
      'email/handoff-1/3/anna',
      'slack/handoff-1/3 2026-11-24T05:00:00.000Z',
      'webhook/handoff-1/3',
    ]);
  });
});
