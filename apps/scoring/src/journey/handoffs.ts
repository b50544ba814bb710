import type { ReturnDisposition, Ending, Signal } from '@baton/domain';

/** What scoring knows of one of the lead's handoffs. */
export interface HandoffSummary {
  number: number;
  agreementVersion: number;
  /** Receipt of the signal that opened it. */
  openedAt: string;
  endedAt?: string;
  ending?: Ending;
  /** The dictionary's code, when sales gave the lead back. */
  returnReason?: string;
  /** What marketing, or the arbiter, made of a lead that sales gave back. */
  afterReturn?: ReturnDisposition;
  /** The signals that its record holds and sales was told of; absent where its beginning was never heard. */
  signalIds?: string[];
  /** Those recorded while it was given back, when no clock runs for them; absent while sales has it. */
  pendingSignalIds?: string[];
  /** The signal that a past handoff was imported with. */
  importedSignalId?: string;
}

/** The one handoff that is open now. */
export const openHandoff = (handoffs: readonly HandoffSummary[]): HandoffSummary | undefined =>
  handoffs.find(({ endedAt }) => endedAt === undefined);

export const lastHandoff = (handoffs: readonly HandoffSummary[]): HandoffSummary | undefined => handoffs.at(-1);

export const nextHandoffNumber = (handoffs: readonly HandoffSummary[]): number =>
  (lastHandoff(handoffs)?.number ?? 0) + 1;

type ReceivedSignal = Pick<Signal, 'signalId' | 'receivedAt'>;

/**
 * Whether an ended handoff has dealt with a signal: it was received before the end, and the record says that sales was
 * told of it. One that reached the handoff too late is in no record. A signal at the very moment of the ending comes
 * after it: rather judged once more than dropped. Whoever opts out takes back what they asked for before. One that was
 * imported has dealt with nothing that was heard of here.
 */
export function hasHandled(
  { endedAt, ending, signalIds }: HandoffSummary,
  { signalId, receivedAt }: ReceivedSignal,
): boolean {
  if (endedAt === undefined || ending === 'imported' || !isBefore(receivedAt, endedAt)) return false;
  return signalIds === undefined || ending === 'opted-out' || signalIds.includes(signalId);
}

/**
 * The handoff that a signal falls into: the first one that is open or has dealt with it. What counts is what happened
 * and not when scoring heard of it, so that topics may be read in any order.
 */
export const handoffOfSignal = (
  handoffs: readonly HandoffSummary[],
  signal: ReceivedSignal,
): HandoffSummary | undefined =>
  handoffs.find((handoff) => handoff.endedAt === undefined || hasHandled(handoff, signal));

/**
 * The signals that no handoff before this one has dealt with, and that are none of the past. A lead that sales gave back
 * must show interest anew: else its old request would send it to them again at its next visit. So must one that was
 * imported, whatever had become of it.
 * @param within the handoff that the signal received at `until` falls into; without one, all are over
 */
export function unhandledSignals(
  handoffs: readonly HandoffSummary[],
  signals: readonly Signal[],
  {
    until,
    within,
    importedSignalIds,
  }: { until: string; within: HandoffSummary | undefined; importedSignalIds: readonly string[] },
): Signal[] {
  // History that was imported beside an open handoff has a later number and an earlier end.
  const isBeforeThis = ({ number, endedAt }: HandoffSummary): boolean =>
    within === undefined || number < within.number || (endedAt !== undefined && !isBefore(until, endedAt));
  const before = handoffs.filter(isBeforeThis);
  return signals.filter(
    (signal) => !importedSignalIds.includes(signal.signalId) && !before.some((handoff) => hasHandled(handoff, signal)),
  );
}

/** The handoffs with this one added or changed, by number. */
export const withHandoff = (handoffs: readonly HandoffSummary[], handoff: HandoffSummary): HandoffSummary[] =>
  [...handoffs.filter(({ number }) => number !== handoff.number), handoff].sort((a, b) => a.number - b.number);

/** Moments may be written with and without milliseconds, so they are compared as moments. */
export const isBefore = (a: string, b: string): boolean => Date.parse(a) < Date.parse(b);
