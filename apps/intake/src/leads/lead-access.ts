import type { HandoffState, Role } from '@baton/domain';
import type { Caller } from '@baton/service';

const rolesReadingAllLeads: Role[] = ['marketer', 'admin', 'arbiter', 'ops'];

/** A team lead may read the leads of their team; a rep or closer only the leads they own. */
export function canReadLead(caller: Caller, handoff: HandoffState | null): boolean {
  if (caller.roles.some((role) => rolesReadingAllLeads.includes(role))) return true;
  if (!handoff) return false;
  if (caller.roles.includes('team-lead') && caller.teamId !== undefined && handoff.teamId === caller.teamId)
    return true;
  return caller.roles.some((role) => role === 'rep' || role === 'closer') && handoff.ownerId === caller.id;
}
