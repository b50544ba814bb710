import type { SqlExecutor } from '@baton/messaging';
import type { StepTaken } from '../record/step-by-step.ts';
import { notificationsOf } from './notifications-of.ts';

/** Writes what is to be told, in the transaction of the step that tells it. */
export async function writeNotifications(on: SqlExecutor, taken: readonly StepTaken[]): Promise<void> {
  const drafts = notificationsOf(taken);
  if (drafts.length === 0) return;
  const rows = drafts.map(({ notificationId, about, recipient, kind, facts }) => ({
    notification_id: notificationId,
    about,
    handoff_id: facts.handoffId,
    person_id: 'personId' in recipient ? recipient.personId : null,
    role: 'personId' in recipient ? null : recipient.role,
    team_id: 'teamId' in recipient ? recipient.teamId : null,
    kind,
    facts,
  }));
  await on.query(
    `INSERT INTO handoff.notification (notification_id, about, handoff_id, recipient_id, kind, facts, language)
      SELECT draft.notification_id || CASE WHEN draft.person_id IS NULL THEN '/' || told.person_id ELSE '' END,
             draft.about, draft.handoff_id, told.person_id, draft.kind, draft.facts, coalesce(told.language, 'ru')
      FROM jsonb_to_recordset($1::jsonb)
        AS draft (notification_id text, about text, handoff_id text, person_id text, role text, team_id text, kind text, facts jsonb)
      CROSS JOIN LATERAL (
        SELECT draft.person_id, (SELECT language FROM handoff.person p WHERE p.person_id = draft.person_id) AS language
        WHERE draft.person_id IS NOT NULL
        UNION ALL
        SELECT p.person_id, p.language FROM handoff.person p
        LEFT JOIN handoff.team t ON t.team_id = draft.team_id
        WHERE draft.person_id IS NULL AND p.active AND CASE
          -- A team without a head of its own has the head of revenue operations.
          WHEN draft.role = 'head' THEN p.person_id = t.head_id OR (t.head_id IS NULL AND 'arbiter' = ANY (p.roles))
          ELSE draft.role = ANY (p.roles) AND (draft.team_id IS NULL OR p.team_id = draft.team_id) END
      ) AS told
      ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  );
}
