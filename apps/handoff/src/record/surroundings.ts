import {
  routingRequest,
  WorkingTime,
  type Agreement,
  type HandoffState,
  type Intent,
  type JudgedLead,
  type Surroundings,
} from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { chooseOwner } from '../routing/choose-owner.ts';

/** What a commit knows already. */
export interface CommitFacts {
  state: HandoffState;
  intent: Intent;
  now: string;
  agreement: Agreement;
  /** The lead as it was judged; read only when the router asks. */
  lead: () => Promise<Pick<JudgedLead, 'lead' | 'score'>>;
}

/** What the rules need beside the state, read within the commit's transaction. */
export async function surroundingsOf(
  transaction: SqlExecutor,
  { state, intent, now, agreement, lead }: CommitFacts,
): Promise<Surroundings> {
  const asked = routingRequest(state, intent);
  const routing = asked && (await chooseOwner(transaction, agreement, await lead(), asked, now));
  const closerId = await closerOf(transaction, state, intent);
  const time = timeOf(agreement);
  return { agreement, now, time: () => time, ...(routing && { routing }), ...(closerId && { closerId }) };
}

const times = new WeakMap<Agreement, WorkingTime>();

/** Made once for each agreement: it keeps what it has worked out. */
function timeOf(agreement: Agreement): WorkingTime {
  const known = times.get(agreement) ?? new WorkingTime({ ...agreement.calendar, absences: [] });
  times.set(agreement, known);
  return known;
}

/** The closer that the rep names; else the rep, when a closer too; else the team's closer who has waited longest. */
async function closerOf(
  transaction: SqlExecutor,
  { ownerId, teamId }: HandoffState,
  intent: Intent,
): Promise<string | undefined> {
  if (intent.kind !== 'command' || intent.command.type !== 'qualify') return undefined;
  if (intent.command.closerId !== undefined) return intent.command.closerId;
  const [closer] = await transaction.query<{ person_id: string }[]>(
    `SELECT person_id FROM handoff.person WHERE team_id = $1 AND active AND 'closer' = ANY (roles)
     ORDER BY person_id <> $2, last_closing_at NULLS FIRST, person_id LIMIT 1 FOR UPDATE`,
    [teamId, ownerId],
  );
  if (closer && closer.person_id !== ownerId)
    await transaction.query('UPDATE handoff.person SET last_closing_at = now() WHERE person_id = $1', [
      closer.person_id,
    ]);
  return closer?.person_id;
}
