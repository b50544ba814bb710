import type { LeadCaptured } from '@baton/contracts';
import { durationMilliseconds, judge } from '@baton/domain';
import type { Judgement, PublishedAgreement } from '@baton/domain';
import { agreementAt } from './agreements.ts';
import type { Agreements } from './agreements.ts';
import { freshSignals, handoffOf, isBefore, nextNumber, withHandoff } from './handoffs.ts';
import type { KnownHandoff } from './handoffs.ts';

export type Signalled = Pick<LeadCaptured, 'signalId' | 'lead' | 'imported'> & { receivedAt: string };

/** A signal with its judgement. */
export interface JudgedSignal {
  judgement: Judgement;
  agreementVersion: number;
  /** The handoff that the signal falls into, whatever the verdict. */
  withinHandoff?: number;
  /** The handoff that the verdict opens or finds open; only with `mql`. */
  handoffNumber?: number;
  /** Until when marketing reviews the lead; only while no handoff has it. */
  reviewBy?: string;
}

export interface TakenSignal {
  judged: JudgedSignal;
  handoffs: KnownHandoff[];
}

/**
 * Judges a signal: within the handoff that it falls into, else anew, and an MQL opens the next handoff.
 * @param importedSignalIds the signals of the lead's past, which was imported
 */
export function takeSignal(
  handoffs: readonly KnownHandoff[],
  signal: Signalled,
  agreements: Agreements,
  importedSignalIds: readonly string[] = [],
): TakenSignal {
  if (signal.imported) return takeImported(handoffs, signal, agreements);
  const { lead, receivedAt } = signal;
  const within = handoffOf(handoffs, signal);
  const { version, agreement } = agreementOf(within, signal, agreements);
  const signals = freshSignals(handoffs, lead.signals, { until: receivedAt, within, importedSignalIds });
  const judgement = judge({ ...lead, signals }, agreement);
  const handoffNumber = within?.number ?? nextNumber(handoffs);
  const opens = judgement.verdict === 'mql' && within === undefined;
  return {
    judged: {
      judgement,
      agreementVersion: version,
      ...(within && { withinHandoff: within.number }),
      ...(judgement.verdict === 'mql' && { handoffNumber }),
      ...(judgement.verdict === 'nurtured' &&
        within === undefined && { reviewBy: later(receivedAt, agreement.nurture.reviewWithin) }),
    },
    handoffs: opens
      ? withHandoff(handoffs, { number: handoffNumber, agreementVersion: version, openedAt: receivedAt })
      : [...handoffs],
  };
}

/** A handoff keeps the agreement that it began under. */
function agreementOf(
  within: KnownHandoff | undefined,
  { lead, receivedAt }: Signalled,
  agreements: Agreements,
): PublishedAgreement {
  const began = within && !isBefore(receivedAt, within.openedAt) ? agreements.get(within.agreementVersion) : undefined;
  return began ?? agreementAt(receivedAt, lead.source, agreements);
}

/**
 * History: a handoff that is over, where the export says there was one. Nothing is made up, so by the criteria alone
 * a past lead never becomes MQL, and no clock starts, not even that of a review.
 */
function takeImported(handoffs: readonly KnownHandoff[], signal: Signalled, agreements: Agreements): TakenSignal {
  const { lead, receivedAt, signalId, imported } = signal;
  const { version, agreement } = agreementAt(receivedAt, lead.source, agreements);
  if (imported?.verdict !== 'mql') {
    const judgement = judge(lead, agreement);
    const verdict = judgement.verdict === 'mql' ? 'nurtured' : judgement.verdict;
    return {
      judged: { judgement: { ...judgement, verdict, asked: [] }, agreementVersion: version },
      handoffs: [...handoffs],
    };
  }
  const known = handoffs.find(
    ({ ending, importedSignalId }) => ending === 'imported' && importedSignalId === undefined,
  );
  const number = known?.number ?? nextNumber(handoffs);
  const over = { endedAt: known?.endedAt ?? receivedAt, ending: 'imported', importedSignalId: signalId } as const;
  return {
    judged: {
      judgement: { verdict: 'mql', answers: [], asked: [], score: { points: 0, reasons: [] } },
      agreementVersion: version,
      handoffNumber: number,
    },
    handoffs: withHandoff(handoffs, { number, agreementVersion: version, openedAt: receivedAt, ...over }),
  };
}

export const later = (moment: string, duration: string): string =>
  new Date(Date.parse(moment) + durationMilliseconds(duration)).toISOString();
