import type { ReturnDisposition, Ending, Signal } from '@baton/domain';
import { isBefore } from './moments.ts';

/** What scoring knows about one handoff of a lead. */
export interface HandoffSummary {
  number: number;
  agreementVersion: number;
  /** When the signal that opened the handoff was received. */
  openedAt: string;
  endedAt?: string;
  ending?: Ending;
  /** The code from the agreement's dictionary, if sales returned the lead. */
  returnReason?: string;
  /** The date that the lead asked for and who gets it back then, if it was postponed. */
  postponed?: { until: string; ownerId: string };
  /** What marketing or the arbiter decided about the returned lead. */
  afterReturn?: ReturnDisposition;
  /** The signals that sales was notified of. Absent if scoring never read the start of the handoff. */
  signalIds?: string[];
  /** Signals recorded while the return is under review, when no clock runs for them. Absent while sales has the lead. */
  pendingSignalIds?: string[];
  /** The signal of the imported row that says there was a past handoff. */
  importedSignalId?: string;
}

export const openHandoff = (handoffs: readonly HandoffSummary[]): HandoffSummary | undefined =>
  handoffs.find(({ endedAt }) => endedAt === undefined);

export const lastHandoff = (handoffs: readonly HandoffSummary[]): HandoffSummary | undefined => handoffs.at(-1);

/** The last handoff, if it ended postponed. History imported since then does not replace it. */
export function lastPostponed(handoffs: readonly HandoffSummary[]): HandoffSummary | undefined {
  const last = handoffs.findLast(({ ending }) => ending !== 'imported');
  return last?.ending === 'postponed' ? last : undefined;
}

export const nextHandoffNumber = (handoffs: readonly HandoffSummary[]): number =>
  (lastHandoff(handoffs)?.number ?? 0) + 1;

type ReceivedSignal = Pick<Signal, 'signalId' | 'receivedAt'>;

/**
 * Whether an ended handoff has handled a signal: the signal was received before the end, and the record shows that
 * sales was notified of it. A signal received at the very moment of the end counts as later, because judging a signal
 * twice is better than losing it. An opt-out or an erasure also withdraws earlier requests. An imported handoff has handled none of
 * the signals that scoring has received.
 */
export function hasHandled(
  { endedAt, ending, signalIds }: HandoffSummary,
  { signalId, receivedAt }: ReceivedSignal,
): boolean {
  if (endedAt === undefined || ending === 'imported' || !isBefore(receivedAt, endedAt)) return false;
  const endsContact = ending === 'opted-out' || ending === 'erased';
  return signalIds === undefined || endsContact || signalIds.includes(signalId);
}

/**
 * The handoff that a signal belongs to: the first one that is open or has handled it. This depends only on what
 * happened, not on when scoring read it, so the topics can be read in any order.
 */
export const handoffOfSignal = (
  handoffs: readonly HandoffSummary[],
  signal: ReceivedSignal,
): HandoffSummary | undefined =>
  handoffs.find((handoff) => handoff.endedAt === undefined || hasHandled(handoff, signal));

/**
 * The signals that no earlier handoff has handled and that were not imported. After a return, only these count:
 * otherwise the old request would make the lead an MQL again at its next visit.
 * @param within the handoff that the signal received at `until` belongs to; without one, all handoffs have ended
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
  // History imported while a handoff was open has a later number but an earlier end.
  const isEarlier = ({ number, endedAt }: HandoffSummary): boolean =>
    within === undefined || number < within.number || (endedAt !== undefined && !isBefore(until, endedAt));
  const earlier = handoffs.filter(isEarlier);
  return signals.filter(
    (signal) => !importedSignalIds.includes(signal.signalId) && !earlier.some((handoff) => hasHandled(handoff, signal)),
  );
}

/** Adds or replaces a handoff. The result is sorted by number. */
export const withHandoff = (handoffs: readonly HandoffSummary[], handoff: HandoffSummary): HandoffSummary[] =>
  [...handoffs.filter(({ number }) => number !== handoff.number), handoff].sort((a, b) => a.number - b.number);
