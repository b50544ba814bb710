import { omitUndefined } from '../parsing/omit-undefined.ts';
import type { LeadStatusResponse } from '../leads/leads.response.ts';
import type { LeadStatusEntity } from './lead-status.entity.ts';

/** Where the lead is now, in one word and its details. */
export function leadStatusResponse(known: LeadStatusEntity | null | undefined): LeadStatusResponse {
  const { verdict, handoff } = known ?? {};
  return omitUndefined({
    status: statusOf(known),
    verdict: verdict ?? undefined,
    handoffId: handoff?.handoffId,
    stage: handoff?.stage,
    ending: handoff?.ending,
    ownerId: handoff?.ownerId ?? undefined,
    teamId: handoff?.teamId ?? undefined,
  });
}

function statusOf(known: LeadStatusEntity | null | undefined): LeadStatusResponse['status'] {
  if (!known?.handoff) return known?.verdict ?? 'captured';
  return known.handoff.stage === 'ended' ? 'ended' : 'handoff';
}
