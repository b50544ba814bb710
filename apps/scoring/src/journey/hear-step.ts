import type { HandoffStepRecorded } from '@baton/contracts';
import type { Ending } from '@baton/domain';
import { withHandoff } from './handoffs.ts';
import type { KnownHandoff } from './handoffs.ts';

export interface HeardStep {
  handoffs: KnownHandoff[];
  /** The handoff that this step ended: signals that it has not dealt with must be judged again. */
  ended?: KnownHandoff;
}

/**
 * What a step of a handoff's record tells scoring; undefined for the many that tell it nothing. Each is complete by
 * itself: also a scoring that begins anew, and reads the handoffs before the leads, learns which there were.
 */
export function hearStep(handoffs: readonly KnownHandoff[], recorded: HandoffStepRecorded): HeardStep | undefined {
  const { handoffNumber: number, agreementVersion, at, step } = recorded;
  const openedAt = step.type === 'started' ? step.signalReceivedAt : at;
  const known = handoffs.find((handoff) => handoff.number === number);
  const before: KnownHandoff = known ?? { number, agreementVersion, openedAt };
  const after = afterStep(before, recorded);
  if (!after) return undefined;
  const isOver = before.endedAt === undefined && after.endedAt !== undefined;
  return { handoffs: withHandoff(handoffs, after), ...(isOver && { ended: after }) };
}

function afterStep(handoff: KnownHandoff, { at, step }: HandoffStepRecorded): KnownHandoff | undefined {
  switch (step.type) {
    case 'started':
      return { ...handoff, signalIds: step.lead.signals.map(({ signalId }) => signalId) };
    case 'signal-added':
      return withSignal(handoff, step.signalId);
    case 'returned':
      return { ...handoff, returnReason: step.reason, waitingSignalIds: [] };
    case 'return-accepted':
      return { ...handoff, afterReturn: step.lead };
    case 'dispute-decided':
      return step.verdict === 'overturned'
        ? withNothingWaiting(handoff)
        : { ...handoff, afterReturn: step.lead ?? 'nurtured' };
    case 'imported':
      return ended(handoff, at, 'imported');
    case 'ended':
      return ended(handoff, at, step.ending);
    default:
      return undefined;
  }
}

/** While marketing or the arbiter looks at the lead, nobody is told to contact it. */
function withSignal(handoff: KnownHandoff, signalId: string): KnownHandoff | undefined {
  const { signalIds, waitingSignalIds } = handoff;
  // What its record held before this is not known.
  if (!signalIds) return undefined;
  return waitingSignalIds
    ? { ...handoff, waitingSignalIds: [...waitingSignalIds, signalId] }
    : { ...handoff, signalIds: [...signalIds, signalId] };
}

/** Somebody has taken up what waited: sales has the lead again, or it is out for good. */
function withNothingWaiting({ waitingSignalIds = [], ...handoff }: KnownHandoff): KnownHandoff {
  return handoff.signalIds ? { ...handoff, signalIds: [...handoff.signalIds, ...waitingSignalIds] } : handoff;
}

/** A return that stands gives the lead to marketing's nurture, and nobody has answered what it asked for meanwhile. */
function ended(handoff: KnownHandoff, endedAt: string, ending: Ending): KnownHandoff | undefined {
  if (handoff.endedAt !== undefined) return undefined;
  const staysUnanswered = ending === 'returned' && handoff.afterReturn !== 'rejected';
  return { ...(staysUnanswered ? handoff : withNothingWaiting(handoff)), endedAt, ending };
}
