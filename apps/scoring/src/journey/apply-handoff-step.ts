import type { HandoffStepRecorded } from '@baton/contracts';
import type { Ending, ReturnDisposition } from '@baton/domain';
import { withHandoff } from './handoffs.ts';
import type { HandoffSummary } from './handoffs.ts';

export interface HandoffUpdate {
  handoffs: HandoffSummary[];
  /** The handoff that this step ended. Signals that it has not handled must be judged again. */
  ended?: HandoffSummary;
  /** The postponed handoff whose lead comes back now, without a new judgement. */
  comesBack?: HandoffSummary;
}

/**
 * Applies a recorded step to what scoring knows, or returns undefined if the step does not matter to scoring. Each
 * step can create its handoff's summary, so scoring may read the handoffs before the leads.
 */
export function applyHandoffStep(
  handoffs: readonly HandoffSummary[],
  recorded: HandoffStepRecorded,
): HandoffUpdate | undefined {
  const { handoffNumber: number, agreementVersion, at, step } = recorded;
  const openedAt = step.type === 'started' ? step.signalReceivedAt : at;
  const known = handoffs.find((handoff) => handoff.number === number);
  const before: HandoffSummary = known ?? { number, agreementVersion, openedAt };
  const after = afterStep(before, recorded);
  if (!after) return undefined;
  const hasJustEnded = before.endedAt === undefined && after.endedAt !== undefined;
  return {
    handoffs: withHandoff(handoffs, after),
    ...(hasJustEnded && { ended: after }),
    ...(step.type === 'postponement-ended' && { comesBack: after }),
  };
}

function afterStep(handoff: HandoffSummary, { at, step }: HandoffStepRecorded): HandoffSummary | undefined {
  switch (step.type) {
    case 'started':
      return { ...handoff, signalIds: step.lead.signals.map(({ signalId }) => signalId) };
    case 'signal-added':
      return withSignal(handoff, step.signalId);
    case 'returned':
      return { ...handoff, returnReason: step.reason, pendingSignalIds: [] };
    case 'return-accepted':
      return afterReturn(handoff, step.disposition);
    case 'dispute-decided':
      return step.verdict === 'overturned'
        ? withPendingHandled(handoff)
        : afterReturn(handoff, step.disposition ?? 'nurtured');
    case 'postponed':
      return { ...handoff, postponed: { until: step.until, ownerId: step.ownerId } };
    case 'postponement-ended':
      return handoff;
    case 'imported':
      return endHandoff(handoff, at, 'imported');
    case 'ended':
      return endHandoff(handoff, at, step.ending);
    default:
      return undefined;
  }
}

/** A rerouted lead continues with another team, so its handoff is not over. */
const afterReturn = (handoff: HandoffSummary, disposition: ReturnDisposition): HandoffSummary =>
  disposition === 'rerouted' ? withPendingHandled(handoff) : { ...handoff, afterReturn: disposition };

/** While a return is under review, nobody is notified of new signals, so they stay pending. */
function withSignal(handoff: HandoffSummary, signalId: string): HandoffSummary | undefined {
  const { signalIds, pendingSignalIds } = handoff;
  // Scoring has not read the start of the handoff, so it does not know the earlier signals.
  if (!signalIds) return undefined;
  return pendingSignalIds
    ? { ...handoff, pendingSignalIds: [...pendingSignalIds, signalId] }
    : { ...handoff, signalIds: [...signalIds, signalId] };
}

/** Pending signals are handled once sales has the lead again or the lead is rejected. */
function withPendingHandled({ pendingSignalIds = [], ...handoff }: HandoffSummary): HandoffSummary {
  return handoff.signalIds ? { ...handoff, signalIds: [...handoff.signalIds, ...pendingSignalIds] } : handoff;
}

/** After an accepted return to nurture, nobody has responded to the pending signals, so they stay unhandled. */
function endHandoff(handoff: HandoffSummary, endedAt: string, ending: Ending): HandoffSummary | undefined {
  if (handoff.endedAt !== undefined) return undefined;
  const leavesPending = ending === 'returned' && handoff.afterReturn !== 'rejected';
  return { ...(leavesPending ? handoff : withPendingHandled(handoff)), endedAt, ending };
}
