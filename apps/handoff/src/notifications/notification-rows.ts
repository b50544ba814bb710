import type { HandoffState, RecordedStep } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { notificationsOf } from './notifications-of.ts';

/** Writes what is to be told, in the transaction of the step that tells it. */
export async function writeNotifications(
  on: SqlExecutor,
  state: HandoffState,
  steps: readonly RecordedStep[],
): Promise<void> {
  const drafts = steps.flatMap((step) => notificationsOf(state, step));
  if (drafts.length === 0) return;
  const rows = drafts.map(({ notificationId, recipient, kind, facts }) => ({
    notification_id: notificationId,
    handoff_id: state.handoffId,
    person_id: 'personId' in recipient ? recipient.personId : null,
    // Whoever heads sales is the arbiter, head of revenue operations.
    role: 'personId' in recipient ? null : recipient.role === 'head' ? 'arbiter' : recipient.role,
    team_id: 'teamId' in recipient && recipient.role !== 'head' ? recipient.teamId : null,
    kind,
    facts,
  }));
  await on.query(
    `INSERT INTO handoff.notification (notification_id, handoff_id, recipient_id, kind, facts)
      SELECT draft.notification_id || CASE WHEN draft.person_id IS NULL THEN '/' || told.person_id ELSE '' END,
             draft.handoff_id, coalesce(draft.person_id, told.person_id), draft.kind, draft.facts
      FROM jsonb_to_recordset($1::jsonb)
        AS draft (notification_id text, handoff_id text, person_id text, role text, team_id text, kind text, facts jsonb)
      LEFT JOIN handoff.person told
        ON draft.person_id IS NULL AND told.active AND draft.role = ANY (told.roles)
          AND (draft.team_id IS NULL OR told.team_id = draft.team_id)
      WHERE coalesce(draft.person_id, told.person_id) IS NOT NULL
      ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  );
}
