import type { LeadCaptured } from '@baton/contracts';
import { durationMilliseconds, judge } from '@baton/domain';
import type { Judgement, PublishedAgreement } from '@baton/domain';
import { agreementInForce } from './agreements.ts';
import type { Agreements } from './agreements.ts';
import { unhandledSignals, handoffOfSignal, isBefore, nextHandoffNumber, withHandoff } from './handoffs.ts';
import type { HandoffSummary } from './handoffs.ts';

export type SignalToJudge = Pick<LeadCaptured, 'signalId' | 'lead' | 'importedHistory'> & { receivedAt: string };

/** A signal with its judgement. */
export interface JudgedSignal {
  judgement: Judgement;
  agreementVersion: number;
  /** The handoff that the signal falls into, whatever the verdict. */
  withinHandoff?: number;
  /** The handoff that the verdict opens or finds open; only with `mql`. */
  handoffNumber?: number;
  /** Until when marketing reviews the lead; only while no handoff has it. */
  reviewDueAt?: string;
}

export interface JudgeSignalResult {
  judged: JudgedSignal;
  handoffs: HandoffSummary[];
}

/**
 * Judges a signal: within the handoff that it falls into, else anew, and an MQL opens the next handoff.
 * @param importedSignalIds the signals of the lead's past, which was imported
 */
export function judgeSignal(
  handoffs: readonly HandoffSummary[],
  signal: SignalToJudge,
  agreements: Agreements,
  importedSignalIds: readonly string[] = [],
): JudgeSignalResult {
  if (signal.importedHistory) return judgeImportedSignal(handoffs, signal, agreements);
  const { lead, receivedAt } = signal;
  const within = handoffOfSignal(handoffs, signal);
  const { version, agreement } = agreementForSignal(within, signal, agreements);
  const signals = unhandledSignals(handoffs, lead.signals, { until: receivedAt, within, importedSignalIds });
  const judgement = judge({ ...lead, signals }, agreement);
  const handoffNumber = within?.number ?? nextHandoffNumber(handoffs);
  const opens = judgement.verdict === 'mql' && within === undefined;
  return {
    judged: {
      judgement,
      agreementVersion: version,
      ...(within && { withinHandoff: within.number }),
      ...(judgement.verdict === 'mql' && { handoffNumber }),
      ...(judgement.verdict === 'nurtured' &&
        within === undefined && { reviewDueAt: addDuration(receivedAt, agreement.nurture.reviewWithin) }),
    },
    handoffs: opens
      ? withHandoff(handoffs, { number: handoffNumber, agreementVersion: version, openedAt: receivedAt })
      : [...handoffs],
  };
}

/** A handoff keeps the agreement that it began under. */
function agreementForSignal(
  within: HandoffSummary | undefined,
  { lead, receivedAt }: SignalToJudge,
  agreements: Agreements,
): PublishedAgreement {
  const began = within && !isBefore(receivedAt, within.openedAt) ? agreements.get(within.agreementVersion) : undefined;
  return began ?? agreementInForce(receivedAt, lead.source, agreements);
}

/**
 * History: a handoff that is over, where the export says there was one. Nothing is made up, so by the criteria alone
 * a past lead never becomes MQL, and no clock starts, not even that of a review.
 */
function judgeImportedSignal(
  handoffs: readonly HandoffSummary[],
  signal: SignalToJudge,
  agreements: Agreements,
): JudgeSignalResult {
  const { lead, receivedAt, signalId, importedHistory } = signal;
  const { version, agreement } = agreementInForce(receivedAt, lead.source, agreements);
  if (importedHistory?.verdict !== 'mql') {
    const judgement = judge(lead, agreement);
    const verdict = judgement.verdict === 'mql' ? 'nurtured' : judgement.verdict;
    return {
      judged: { judgement: { ...judgement, verdict, askedCriteria: [] }, agreementVersion: version },
      handoffs: [...handoffs],
    };
  }
  const known = handoffs.find(
    ({ ending, importedSignalId }) => ending === 'imported' && importedSignalId === undefined,
  );
  const number = known?.number ?? nextHandoffNumber(handoffs);
  const over = { endedAt: known?.endedAt ?? receivedAt, ending: 'imported', importedSignalId: signalId } as const;
  return {
    judged: {
      judgement: { verdict: 'mql', answers: [], askedCriteria: [], score: { points: 0, reasons: [] } },
      agreementVersion: version,
      handoffNumber: number,
    },
    handoffs: withHandoff(handoffs, { number, agreementVersion: version, openedAt: receivedAt, ...over }),
  };
}

export const addDuration = (moment: string, duration: string): string =>
  new Date(Date.parse(moment) + durationMilliseconds(duration)).toISOString();
