import type { Ending, Signal } from '@baton/domain';

/** What scoring knows of one of the lead's handoffs. */
export interface KnownHandoff {
  number: number;
  agreementVersion: number;
  /** Receipt of the signal that opened it. */
  openedAt: string;
  endedAt?: string;
  ending?: Ending;
  /** The dictionary's code, when sales gave the lead back. */
  returnReason?: string;
  /** The signal that a past handoff was imported with. */
  importedSignalId?: string;
}

/** The one handoff that is open now. */
export const openHandoff = (handoffs: readonly KnownHandoff[]): KnownHandoff | undefined =>
  handoffs.find(({ endedAt }) => endedAt === undefined);

export const lastHandoff = (handoffs: readonly KnownHandoff[]): KnownHandoff | undefined => handoffs.at(-1);

export const nextNumber = (handoffs: readonly KnownHandoff[]): number => (lastHandoff(handoffs)?.number ?? 0) + 1;

/**
 * The handoff that a signal falls into: the first one that had not ended when the signal was received. What counts is
 * when things happened and not when scoring heard of them, so that topics may be read in any order. A signal at the
 * very moment of the ending comes after it: rather judged once more than dropped.
 */
export const handoffAt = (handoffs: readonly KnownHandoff[], receivedAt: string): KnownHandoff | undefined =>
  handoffs.find(({ endedAt }) => endedAt === undefined || isBefore(receivedAt, endedAt));

/**
 * The signals that no ended handoff has dealt with yet. A lead that sales gave back must show interest anew: else its
 * old request would send it to them again at its next visit.
 */
export function freshSignals(handoffs: readonly KnownHandoff[], signals: readonly Signal[], until: string): Signal[] {
  const ends = handoffs.flatMap(({ endedAt }) => (endedAt !== undefined && !isBefore(until, endedAt) ? [endedAt] : []));
  return signals.filter(
    ({ signalId, receivedAt }) =>
      !ends.some((endedAt) => isBefore(receivedAt, endedAt)) &&
      !handoffs.some(({ importedSignalId }) => importedSignalId === signalId),
  );
}

/** The handoffs with this one added or changed, by number. */
export const withHandoff = (handoffs: readonly KnownHandoff[], handoff: KnownHandoff): KnownHandoff[] =>
  [...handoffs.filter(({ number }) => number !== handoff.number), handoff].sort((a, b) => a.number - b.number);

/** Moments may be written with and without milliseconds, so they are compared as moments. */
export const isBefore = (a: string, b: string): boolean => Date.parse(a) < Date.parse(b);
