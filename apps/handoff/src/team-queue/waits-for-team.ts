import { COUNTS_TOWARDS_CAP } from '../handoff-row/counts-towards-cap.ts';

/** Whether the owner of the lead's company, by an open handoff or an account, is of team $1, who may not be its own. */
export const COMPANY_OWNER_IS_IN_TEAM = `(w.company_domain IS NOT NULL AND EXISTS (
  SELECT FROM handoff.person p WHERE p.team_id = $1 AND (
    EXISTS (SELECT FROM handoff.account a WHERE a.company_domain = w.company_domain AND a.person_id = p.person_id)
    OR EXISTS (SELECT FROM handoff.handoff o WHERE o.company_domain = w.company_domain AND o.owner_id = p.person_id
      AND o.${COUNTS_TOWARDS_CAP}))))`;

/** The handoffs `w` whose lead somebody of team $1 could take: it waits there, or for the owner of its company. */
export const WAITS_FOR_TEAM = `w.wants_owner AND (w.team_id = $1 OR ${COMPANY_OWNER_IS_IN_TEAM})`;
