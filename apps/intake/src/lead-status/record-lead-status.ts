import type { HandoffStepRecorded, LeadJudged } from '@baton/contracts';
import { applySteps, emptyState, noRelation, relationAfter } from '@baton/domain';
import type { HandoffState } from '@baton/domain';
import { runPipelined } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { addToRelationSql } from '@baton/service';

/** Topics can deliver verdicts late. A verdict on an older signal does not replace that of a newer one. */
export async function recordVerdict(transaction: SqlExecutor, judged: LeadJudged): Promise<void> {
  await transaction.query(
    `INSERT INTO intake.lead_status AS known (lead_id, verdict, judged_signal_at) VALUES ($1, $2, $3)
     ON CONFLICT (lead_id) DO UPDATE SET verdict = EXCLUDED.verdict, judged_signal_at = EXCLUDED.judged_signal_at
     WHERE known.judged_signal_at IS NULL OR known.judged_signal_at <= EXCLUDED.judged_signal_at`,
    [judged.leadId, judged.verdict, judged.signalReceivedAt],
  );
}

const knownRelation = { ownerIds: 'known.owner_ids', teamIds: 'known.team_ids' };
const addedRelation = { ownerIds: 'EXCLUDED.owner_ids', teamIds: 'EXCLUDED.team_ids' };

/** Most steps give the lead to nobody new and change nothing. */
const ADD_HOLDERS = `INSERT INTO intake.lead_status AS known (lead_id, owner_ids, team_ids) VALUES ($1, $2, $3)
  ON CONFLICT (lead_id) DO UPDATE SET ${addToRelationSql(knownRelation, addedRelation)}
  WHERE NOT (EXCLUDED.owner_ids <@ known.owner_ids AND EXCLUDED.team_ids <@ known.team_ids)`;

/** Folds a step into the state of the lead's latest handoff, with the same rules as the handoff service. */
export async function recordHandoffStep(transaction: SqlExecutor, recorded: HandoffStepRecorded): Promise<void> {
  const { leadId, handoffId, handoffNumber } = recorded;
  const { ownerIds, teamIds } = relationAfter(noRelation, [recorded.step]);
  const [, [known]] = await runPipelined(
    transaction,
    () => transaction.query(ADD_HOLDERS, [leadId, ownerIds, teamIds]),
    () =>
      transaction.query<{ handoff_number: number; handoff: HandoffState | null }[]>(
        'SELECT handoff_number, handoff FROM intake.lead_status WHERE lead_id = $1 FOR UPDATE',
        [leadId],
      ),
  );
  if (!known || handoffNumber < known.handoff_number) return;
  const before = handoffNumber === known.handoff_number ? known.handoff : undefined;
  const handoff = applySteps(before ?? emptyState(handoffId), [recorded]);
  await transaction.query('UPDATE intake.lead_status SET handoff_number = $2, handoff = $3 WHERE lead_id = $1', [
    leadId,
    handoffNumber,
    JSON.stringify(handoff),
  ]);
}
