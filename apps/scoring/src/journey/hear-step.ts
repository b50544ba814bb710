import type { HandoffStepRecorded } from '@baton/contracts';
import { withHandoff, type KnownHandoff } from './handoffs.ts';

export interface HeardStep {
  handoffs: KnownHandoff[];
  /** The handoff that this step ended: signals received since must be judged again. */
  ended?: KnownHandoff;
}

/**
 * What a step of a handoff's record tells scoring; undefined for the many that tell it nothing. Each is complete by
 * itself: also a scoring that begins anew, and reads the handoffs before the leads, learns which there were.
 */
export function hearStep(handoffs: readonly KnownHandoff[], recorded: HandoffStepRecorded): HeardStep | undefined {
  const { handoffNumber: number, agreementVersion, at, step } = recorded;
  const known = handoffs.find((handoff) => handoff.number === number);
  const handoff: KnownHandoff = known ?? { number, agreementVersion, openedAt: at };
  switch (step.type) {
    case 'started':
      return known ? undefined : { handoffs: withHandoff(handoffs, { ...handoff, openedAt: step.signalReceivedAt }) };
    case 'returned':
      return { handoffs: withHandoff(handoffs, { ...handoff, returnReason: step.reason }) };
    case 'imported':
      return end(handoffs, handoff, at, 'imported');
    case 'ended':
      return end(handoffs, handoff, at, step.ending);
    default:
      return undefined;
  }
}

function end(
  handoffs: readonly KnownHandoff[],
  handoff: KnownHandoff,
  endedAt: string,
  ending: NonNullable<KnownHandoff['ending']>,
): HeardStep | undefined {
  if (handoff.endedAt !== undefined) return undefined;
  const ended = { ...handoff, endedAt, ending };
  return { handoffs: withHandoff(handoffs, ended), ended };
}
