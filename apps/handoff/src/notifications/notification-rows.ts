import type { SqlExecutor } from '@baton/messaging';
import { DEFAULT_LANGUAGE } from '@baton/wording';
import type { StepWithState } from '../handoff-row/step-states.ts';
import { notificationsForSteps } from './notifications-for-steps.ts';
import type { NotificationDraft } from './notifications-for-steps.ts';

/** Writes the notifications for the steps of a commit, in its transaction. */
export const writeNotifications = (on: SqlExecutor, { steps }: { steps: readonly StepWithState[] }): Promise<void> =>
  insertNotifications(on, notificationsForSteps(steps));

/**
 * Looks up the recipients and stores the notifications. A person in several roles gets one notification for a step. If no
 * active person has the role, ops are notified, so that no notification is lost.
 */
export async function insertNotifications(on: SqlExecutor, drafts: readonly NotificationDraft[]): Promise<void> {
  if (drafts.length === 0) return;
  const rows = drafts.map(({ stepId, recipient, kind, facts }) => ({
    step_id: stepId,
    handoff_id: facts['handoffId'] ?? null,
    person_id: 'personId' in recipient ? recipient.personId : null,
    role: 'personId' in recipient ? null : recipient.role,
    team_id: 'teamId' in recipient ? recipient.teamId : null,
    kind,
    facts,
  }));
  await on.query(
    `INSERT INTO handoff.notification (notification_id, step_id, handoff_id, recipient_id, kind, facts, language)
      SELECT draft.step_id || '/' || recipient.person_id, draft.step_id, draft.handoff_id, recipient.person_id, draft.kind, draft.facts,
             coalesce(recipient.language, $2)
      FROM jsonb_to_recordset($1::jsonb)
        AS draft (step_id text, handoff_id text, person_id text, role text, team_id text, kind text, facts jsonb)
      CROSS JOIN LATERAL (
        SELECT draft.person_id, (SELECT language FROM handoff.person p WHERE p.person_id = draft.person_id) AS language
        WHERE draft.person_id IS NOT NULL
        UNION ALL
        (SELECT p.person_id, p.language
         FROM handoff.person p LEFT JOIN handoff.team t ON t.team_id = draft.team_id
         CROSS JOIN LATERAL (SELECT CASE
           WHEN p.person_id = CASE draft.role WHEN 'team-lead' THEN t.team_lead_id WHEN 'head' THEN t.team_head_id END THEN 1
           WHEN CASE draft.role
             WHEN 'team-lead' THEN 'team-lead' = ANY (p.roles) AND p.team_id = draft.team_id
             -- Arbiters stand in for the head of a team that has none.
             WHEN 'head' THEN 'arbiter' = ANY (p.roles)
             ELSE draft.role = ANY (p.roles) END THEN 2
           WHEN 'ops' = ANY (p.roles) THEN 3 END AS choice) AS wanted
         WHERE draft.person_id IS NULL AND p.active AND choice IS NOT NULL
         ORDER BY choice FETCH FIRST ROW WITH TIES)
      ) AS recipient
      ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows), DEFAULT_LANGUAGE],
  );
}
