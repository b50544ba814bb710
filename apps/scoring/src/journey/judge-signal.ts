import type { LeadCaptured } from '@baton/contracts';
import { contactRefusedAt, isContactRefused, isDirectSignal, judge, latest } from '@baton/domain';
import type { Judgement, LeadSnapshot, PublishedAgreement, Resumption } from '@baton/domain';
import { agreementInForce } from './agreements.ts';
import type { Agreements } from './agreements.ts';
import { unhandledSignals, handoffOfSignal, nextHandoffNumber, withHandoff } from './handoffs.ts';
import type { HandoffSummary } from './handoffs.ts';
import { addDuration, isBefore } from './moments.ts';

export type SignalToJudge = Pick<LeadCaptured, 'signalId' | 'lead' | 'importedHistory'> & { receivedAt: string };

export interface JudgedSignal {
  judgement: Judgement;
  agreementVersion: number;
  /** The handoff that the signal belongs to, whatever the verdict. */
  withinHandoff?: number;
  /** The handoff that an `mql` verdict opens or finds open. */
  handoffNumber?: number;
  /** Present when an `mql` verdict opens the next handoff of a postponed lead. */
  resumes?: Resumption;
  /** When marketing must review the lead. Absent while the lead has a handoff. */
  reviewDueAt?: string;
}

export interface JudgeSignalResult {
  judged: JudgedSignal;
  handoffs: HandoffSummary[];
}

/**
 * Judges a signal within the handoff that it belongs to. Without such a handoff, an MQL opens the next one.
 * @param importedSignalIds the signals that came from imported history
 * @param postponed the handoff whose lead waits for its date, if it does
 */
export function judgeSignal(
  handoffs: readonly HandoffSummary[],
  signal: SignalToJudge,
  agreements: Agreements,
  importedSignalIds: readonly string[] = [],
  postponed?: HandoffSummary,
): JudgeSignalResult {
  if (signal.importedHistory) return judgeImportedSignal(handoffs, signal, agreements);
  const { lead, receivedAt } = signal;
  const within = handoffOfSignal(handoffs, signal);
  const { version, agreement } = agreementForSignal(within, signal, agreements);
  const signals = unhandledSignals(handoffs, lead.signals, { until: receivedAt, within, importedSignalIds });
  const judged = judge({ ...withOptOut(signal, handoffs), signals }, agreement);
  const waitsForDate = postponed !== undefined && within === undefined && !isDirect(signal);
  const judgement = waitsForDate && judged.verdict === 'mql' ? asNurtured(judged) : judged;
  const handoffNumber = within?.number ?? nextHandoffNumber(handoffs);
  const opensHandoff = judgement.verdict === 'mql' && within === undefined;
  return {
    judged: {
      judgement,
      agreementVersion: version,
      ...(within && { withinHandoff: within.number }),
      ...(judgement.verdict === 'mql' && { handoffNumber }),
      ...(opensHandoff && postponed && { resumes: { handoffNumber: postponed.number, cause: 'direct-signal' } }),
      ...(judgement.verdict === 'nurtured' &&
        !isContactRefused(judgement) &&
        within === undefined && { reviewDueAt: addDuration(receivedAt, agreement.nurture.reviewWithin) }),
    },
    handoffs: opensHandoff
      ? withHandoff(handoffs, { number: handoffNumber, agreementVersion: version, openedAt: receivedAt })
      : [...handoffs],
  };
}

/** Only a direct signal brings a postponed lead back before its date. */
const isDirect = ({ signalId, lead }: SignalToJudge): boolean =>
  lead.signals.some((signal) => signal.signalId === signalId && isDirectSignal(signal.kind));

const asNurtured = (judgement: Judgement): Judgement => ({ ...judgement, verdict: 'nurtured', askedCriteria: [] });

/** An opt-out that a handoff recorded is not in intake's snapshot of the lead. */
function withOptOut({ lead, receivedAt }: SignalToJudge, handoffs: readonly HandoffSummary[]): LeadSnapshot {
  const optOuts = handoffs.flatMap(({ ending, endedAt }) =>
    ending === 'opted-out' && endedAt !== undefined && !isBefore(receivedAt, endedAt) ? [endedAt] : [],
  );
  const refusedAt = latest(contactRefusedAt(lead), ...optOuts);
  return refusedAt === undefined ? lead : { ...lead, contactRefusedAt: refusedAt };
}

/** A handoff keeps the agreement under which it started. */
function agreementForSignal(
  within: HandoffSummary | undefined,
  { lead, receivedAt }: SignalToJudge,
  agreements: Agreements,
): PublishedAgreement {
  const ofHandoff =
    within && !isBefore(receivedAt, within.openedAt) ? agreements.get(within.agreementVersion) : undefined;
  return ofHandoff ?? agreementInForce(receivedAt, lead.source, agreements);
}

/**
 * Imported history becomes an ended handoff if the import says that the lead was an MQL. Otherwise the criteria alone
 * never make a past lead an MQL, and no clock starts for it, not even the one for the nurture review.
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
  return {
    judged: {
      judgement: { verdict: 'mql', answers: [], askedCriteria: [], score: { points: 0, reasons: [] } },
      agreementVersion: version,
      handoffNumber: number,
    },
    handoffs: withHandoff(handoffs, {
      number,
      agreementVersion: version,
      openedAt: receivedAt,
      endedAt: known?.endedAt ?? receivedAt,
      ending: 'imported',
      importedSignalId: signalId,
    }),
  };
}
