import { COUNTS_TOWARDS_CAP } from '../handoff-row/counts-towards-cap.ts';

/** Whether the known owner of the lead's company is in team $1, which may differ from the lead's team. */
export const COMPANY_OWNER_IS_IN_TEAM = `(w.company_domain IS NOT NULL AND EXISTS (
  SELECT FROM handoff.person p WHERE p.team_id = $1 AND (
    EXISTS (SELECT FROM handoff.account a WHERE a.company_domain = w.company_domain AND a.person_id = p.person_id)
    OR EXISTS (SELECT FROM handoff.handoff o WHERE o.company_domain = w.company_domain AND o.owner_id = p.person_id
      AND o.${COUNTS_TOWARDS_CAP}))))`;

/** The queued handoffs `w` that a member of team $1 could take: those of the team, and those with a known owner in it. */
export const WAITS_FOR_TEAM = `w.stage = 'queued' AND (w.team_id = $1 OR ${COMPANY_OWNER_IS_IN_TEAM})`;
