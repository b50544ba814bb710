import { rolesThatReadAll } from '@baton/domain';
import type { HandoffState } from '@baton/domain';
import type { Caller } from '@baton/service';

/** A team lead may read the leads of their team; a rep or closer only the leads they own. */
export function canReadLead(caller: Caller, handoff: HandoffState | null): boolean {
  if (rolesThatReadAll.some((role) => caller.roles.includes(role))) return true;
  if (!handoff) return false;
  if (caller.roles.includes('team-lead') && caller.teamId !== undefined && handoff.teamId === caller.teamId)
    return true;
  return caller.roles.some((role) => role === 'rep' || role === 'closer') && handoff.ownerId === caller.id;
}
