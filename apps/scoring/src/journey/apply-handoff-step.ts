import type { HandoffStepRecorded } from '@baton/contracts';
import type { Ending } from '@baton/domain';
import { withHandoff } from './handoffs.ts';
import type { HandoffSummary } from './handoffs.ts';

export interface HandoffUpdate {
  handoffs: HandoffSummary[];
  /** The handoff that this step ended: signals that it has not dealt with must be judged again. */
  ended?: HandoffSummary;
}

/**
 * What a step of a handoff's record tells scoring; undefined for the many that tell it nothing. Each is complete by
 * itself: also a scoring that begins anew, and reads the handoffs before the leads, learns which there were.
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
  const isOver = before.endedAt === undefined && after.endedAt !== undefined;
  return { handoffs: withHandoff(handoffs, after), ...(isOver && { ended: after }) };
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
      return { ...handoff, afterReturn: step.disposition };
    case 'dispute-decided':
      return step.verdict === 'overturned'
        ? withPendingHandled(handoff)
        : { ...handoff, afterReturn: step.disposition ?? 'nurtured' };
    case 'imported':
      return endHandoff(handoff, at, 'imported');
    case 'ended':
      return endHandoff(handoff, at, step.ending);
    default:
      return undefined;
  }
}

/** While marketing or the arbiter looks at the lead, nobody is told to contact it. */
function withSignal(handoff: HandoffSummary, signalId: string): HandoffSummary | undefined {
  const { signalIds, pendingSignalIds } = handoff;
  // What its record held before this is not known.
  if (!signalIds) return undefined;
  return pendingSignalIds
    ? { ...handoff, pendingSignalIds: [...pendingSignalIds, signalId] }
    : { ...handoff, signalIds: [...signalIds, signalId] };
}

/** Somebody has taken up what waited: sales has the lead again, or it is out for good. */
function withPendingHandled({ pendingSignalIds = [], ...handoff }: HandoffSummary): HandoffSummary {
  return handoff.signalIds ? { ...handoff, signalIds: [...handoff.signalIds, ...pendingSignalIds] } : handoff;
}

/** A return that stands gives the lead to marketing's nurture, and nobody has answered what it asked for meanwhile. */
function endHandoff(handoff: HandoffSummary, endedAt: string, ending: Ending): HandoffSummary | undefined {
  if (handoff.endedAt !== undefined) return undefined;
  const leavesPending = ending === 'returned' && handoff.afterReturn !== 'rejected';
  return { ...(leavesPending ? handoff : withPendingHandled(handoff)), endedAt, ending };
}
