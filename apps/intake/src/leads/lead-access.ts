import type { HandoffState } from '@baton/domain';
import type { Caller, Role } from '@baton/service';

const rolesReadingAllLeads: Role[] = ['marketer', 'admin', 'arbiter', 'ops'];

/** Who may see a person: a rep or closer if the lead is theirs, a team lead if it is the team's. */
export function canReadLead(caller: Caller, handoff: HandoffState | null): boolean {
  if (caller.roles.some((role) => rolesReadingAllLeads.includes(role))) return true;
  if (!handoff) return false;
  if (caller.roles.includes('team-lead') && caller.teamId !== undefined && handoff.teamId === caller.teamId)
    return true;
  return caller.roles.some((role) => role === 'rep' || role === 'closer') && handoff.ownerId === caller.id;
}
