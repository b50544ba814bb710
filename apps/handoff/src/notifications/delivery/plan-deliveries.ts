import type { NotificationKind } from '@baton/wording';
import type { ChannelName } from '../channel-names.ts';
import { heldUntil, zoneOrUtc } from './quiet-hours.ts';
import type { QuietHours, RecipientSchedule } from './quiet-hours.ts';

/** By what a person wants to be told; without it, by e-mail. */
export interface PersonChannels {
  email?: boolean;
  /** The chat that the person opened with the bot. */
  telegram?: string;
}

/** What says by which channels a person is reached. */
export interface Reachable {
  /** Nothing where nobody is known by this id. */
  active: boolean | null;
  email: string | null;
  channels: PersonChannels | null;
}

export interface UnplannedNotification extends Reachable {
  notification_id: string;
  step_id: string;
  recipient_id: string;
  kind: NotificationKind;
  facts: Record<string, string>;
  zone: string;
  /** When the recipient works next, or works already; undefined where nobody knows their hours. */
  worksFrom?: Date | undefined;
  agreement_zone: string;
}

export interface PlannedDelivery {
  delivery_id: string;
  notification_id: string;
  channel: ChannelName;
  recipient_id: string | null;
  not_before: string;
}

/**
 * By which channels a notification goes out, and when. A chat of the team and a webhook get what is told of a step
 * once, however many people it is told to. People are left alone in their own quiet time, unless they work in it, a
 * team's chat in the agreement's; a machine never sleeps.
 */
export function planDeliveries(
  notification: UnplannedNotification,
  configured: ReadonlySet<ChannelName>,
  now: Date,
  quiet: QuietHours | undefined,
): PlannedDelivery[] {
  const { notification_id, step_id, recipient_id, kind, facts, zone, worksFrom, agreement_zone } = notification;
  const personal = personalChannels(notification).filter((name) => configured.has(name));
  const shared = (['slack', 'webhook'] as const).filter((name) => configured.has(name));
  const heldFor = (reader: RecipientSchedule): Date =>
    heldUntil({ kind, dueAt: facts['dueAt'] }, now, { ...reader, zone: zoneOrUtc(reader.zone) }, quiet);
  const toPerson = (channel: ChannelName, notBefore: Date): PlannedDelivery => ({
    delivery_id: `${channel}/${notification_id}`,
    notification_id,
    channel,
    recipient_id,
    not_before: notBefore.toISOString(),
  });
  const toSharedChannel = (channel: ChannelName, notBefore: Date): PlannedDelivery => ({
    ...toPerson(channel, notBefore),
    delivery_id: `${channel}/${step_id}`,
    recipient_id: null,
  });
  if (personal.length + shared.length === 0) return [toPerson('log', now)];
  return [
    ...personal.map((channel) => toPerson(channel, heldFor({ zone, worksFrom }))),
    ...shared.map((channel) => toSharedChannel(channel, channel === 'slack' ? heldFor({ zone: agreement_zone }) : now)),
  ];
}

/** Those of their own that a person wants to be told by; whoever has left is written to no more. */
export const personalChannels = ({ active, email, channels }: Reachable): ChannelName[] =>
  active === false
    ? []
    : [
        ...(email !== null && channels?.email !== false ? (['email'] as const) : []),
        ...(channels?.telegram ? (['telegram'] as const) : []),
      ];
