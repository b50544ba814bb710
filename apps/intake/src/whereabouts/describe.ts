import { present } from '../reading/present.ts';
import type { WhereaboutsView } from '../person/lead-view.ts';
import type { WhereaboutsEntity } from './whereabouts.entity.ts';

/** Where the lead is now, in one word and its details. */
export function describeWhereabouts(known: WhereaboutsEntity | null | undefined): WhereaboutsView {
  const { verdict, handoff } = known ?? {};
  return present({
    status: statusOf(known),
    verdict: verdict ?? undefined,
    handoffId: handoff?.handoffId,
    stage: handoff?.stage,
    ending: handoff?.ending,
    ownerId: handoff?.ownerId ?? undefined,
    teamId: handoff?.teamId ?? undefined,
  });
}

function statusOf(known: WhereaboutsEntity | null | undefined): WhereaboutsView['status'] {
  if (!known?.handoff) return known?.verdict ?? 'captured';
  return known.handoff.stage === 'ended' ? 'ended' : 'handoff';
}
