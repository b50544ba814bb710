import type { ContactMethod } from '../lead/lead.ts';
import type { EvidenceLevel } from './evidence.ts';

export const touchChannels = ['call', 'email', 'messenger', 'sms', 'meeting'] as const;
export type TouchChannel = (typeof touchChannels)[number];

export const touchDirections = ['outbound', 'inbound'] as const;
export type TouchDirection = (typeof touchDirections)[number];

/** `reached` is a two-way conversation. */
export const touchOutcomes = ['reached', 'no-answer', 'voicemail', 'busy', 'sent', 'wrong-number'] as const;
export type TouchOutcome = (typeof touchOutcomes)[number];

export const voidReasons = ['mistaken', 'contact-corrected'] as const;
export type VoidReason = (typeof voidReasons)[number];

const phoneChannels: readonly TouchChannel[] = ['call', 'sms', 'messenger'];

/** The address of the lead that a channel uses. */
export const contactMethodOf = (channel: TouchChannel): ContactMethod =>
  phoneChannels.includes(channel) ? 'phone' : 'email';

/**
 * Those of the touches that count. Of several within the period after one that counts, none does. The order in which they
 * were reported makes no difference.
 *
 * @param countedAt absent for a touch that never counts, such as an inbound call
 */
export function spacedTouches<Reported extends { countedAt?: string }>(
  touches: readonly Reported[],
  periodMilliseconds: number,
): ReadonlySet<Reported> {
  const timeOf = ({ countedAt }: Reported): number => Date.parse(countedAt ?? '');
  const spaced = new Set<Reported>();
  let previous = -Infinity;
  const candidates = touches.filter(({ countedAt }) => countedAt !== undefined);
  for (const touch of candidates.sort((a, b) => timeOf(a) - timeOf(b))) {
    if (timeOf(touch) - previous < periodMilliseconds) continue;
    spaced.add(touch);
    previous = timeOf(touch);
  }
  return spaced;
}

interface TimedTouch {
  madeAt?: string | undefined;
  evidence: { level: EvidenceLevel };
}

/** When the touch was made, if a connected system says so; otherwise its receipt, because people may remember it wrongly. */
export const momentOfTouch = ({ madeAt, evidence }: TimedTouch, receivedAt: string): string =>
  (evidence.level === 'verified' && madeAt) || receivedAt;
