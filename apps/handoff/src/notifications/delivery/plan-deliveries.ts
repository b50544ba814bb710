import type { NotificationKind } from '@baton/wording';
import { DELIVERY_FAILING } from '../../tickets/delivery-ticket.ts';
import type { ChannelName } from '../channel-names.ts';
import { heldUntil, zoneOrUtc } from './quiet-hours.ts';
import type { QuietHours, RecipientSchedule } from './quiet-hours.ts';

/** A person's choice of channels; the default is e-mail. */
export interface PersonChannels {
  email?: boolean;
  /** Id of the person's chat with the bot. */
  telegram?: string;
}

/** The data that decides which channels reach a person. */
export interface Reachable {
  /** Null if the person is unknown. */
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
  /** When the recipient is next at work; undefined if their hours are unknown. */
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
 * Decides the channels and times of a notification. Shared channels (the team's chat, the webhook) get each step once,
 * no matter how many people it concerns. Quiet hours apply in the person's zone, except while they are at work, and in
 * the agreement's zone for the team's chat. They never apply to the webhook.
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
  const notBeforeFor = (recipient: RecipientSchedule): Date =>
    heldUntil({ kind, dueAt: facts['dueAt'] }, now, { ...recipient, zone: zoneOrUtc(recipient.zone) }, quiet);
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
  const isUnreachable = personal.length + shared.length === 0;
  // A message about a failing channel may have no other way than that channel.
  const toLog = isUnreachable || facts['ticketKind'] === DELIVERY_FAILING ? [toPerson('log', now)] : [];
  return [
    ...personal.map((channel) => toPerson(channel, notBeforeFor({ zone, worksFrom }))),
    ...shared.map((channel) =>
      toSharedChannel(channel, channel === 'slack' ? notBeforeFor({ zone: agreement_zone }) : now),
    ),
    ...toLog,
  ];
}

/** The personal channels that reach someone; none after they have left. */
export const personalChannels = ({ active, email, channels }: Reachable): ChannelName[] =>
  active === false
    ? []
    : [
        ...(email !== null && channels?.email !== false ? (['email'] as const) : []),
        ...(channels?.telegram ? (['telegram'] as const) : []),
      ];
