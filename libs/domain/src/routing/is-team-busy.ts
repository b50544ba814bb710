import type { RuleBasedDecision } from './decision.ts';
import type { ExclusionReason } from './member.ts';

/** Reasons that exclude a rep from every lead, not only from this one. */
const reasonsAgainstAnyLead: readonly ExclusionReason[] = [
  'inactive',
  'absent',
  'starts-too-late',
  'off-duty',
  'unresponsive',
  'at-cap',
  'no-free-slot',
];

/** Whether no member of the team can take any lead now. */
export const isTeamBusy = ({ pool, exclusions }: RuleBasedDecision): boolean =>
  pool.length > 0 && exclusions.every(({ reason }) => reasonsAgainstAnyLead.includes(reason));
