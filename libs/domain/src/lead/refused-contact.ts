import { isDirectSignal } from './lead.ts';
import type { LeadSnapshot, Signal } from './lead.ts';

type Refusable = Pick<LeadSnapshot, 'consent' | 'contactRefusedAt' | 'signals'>;

/** When the person refused contact. A refusal without a date came with the latest signal. */
export const contactRefusedAt = ({ contactRefusedAt: refusedAt, consent, signals }: Refusable): string | undefined =>
  refusedAt ?? (consent === false ? signals.at(-1)?.receivedAt : undefined);

/** Whether a direct signal was made at the moment of the refusal or after it. */
export const isDirectSignalSince = (refusedAt: string, signals: readonly Signal[]): boolean =>
  signals.some(({ kind, receivedAt }) => isDirectSignal(kind) && Date.parse(receivedAt) >= Date.parse(refusedAt));

/** Whether the person opted out, or refused consent, and has not asked for contact since. */
export function mustNotBeContacted(lead: Refusable): boolean {
  const refusedAt = contactRefusedAt(lead);
  return refusedAt !== undefined && !isDirectSignalSince(refusedAt, lead.signals);
}
