import { directDecision, ownerRequest, WorkingTimeCache } from '@baton/domain';
import type { Agreement, HandoffState, Intent, OwnerRequest, RoutingDecision } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { readJudgedLead } from '../handoff-row/record-rows.ts';
import { systemCaller } from '../staff/system-caller.ts';
import { lockTeams } from '../staff/team-locks.ts';
import { chooseOwner } from './choose-owner.ts';

/** What is worked out of a calendar is kept for the next commit. */
const times = new WorkingTimeCache();

/** What a commit knows already. */
export interface DecisionInput {
  state: HandoffState;
  intent: Intent;
  agreement: Agreement;
  now: string;
}

/** The owner that an intent asks for, chosen within the commit's transaction; nothing when it asks for none. */
export async function decideRouting(
  transaction: SqlExecutor,
  { state, intent, agreement, now }: DecisionInput,
): Promise<RoutingDecision | undefined> {
  const { ownerId, teamId } = state;
  if (intent.kind === 'command' && intent.command.type === 'reassign' && intent.command.toPersonId !== undefined) {
    const { toPersonId } = intent.command;
    await lockTeams(transaction, [], [toPersonId, ...(ownerId === null ? [] : [ownerId])]);
    return directDecision(intent.actor.id === systemCaller.id ? 'deputy' : 'team-lead', teamId ?? '', toPersonId);
  }
  const wanted = ownerRequest(state, intent);
  return wanted && routeToOwner(transaction, { state, intent, agreement, now }, wanted);
}

/** Whom the router chooses, under the locks of the choice. */
export async function routeToOwner(
  transaction: SqlExecutor,
  { state, intent, agreement, now }: DecisionInput,
  { teamId, exclusions, isSql }: OwnerRequest,
): Promise<RoutingDecision> {
  const { handoffId, ownerId } = state;
  const judged = intent.kind === 'start' ? intent.judged : await readJudgedLead(transaction, handoffId);
  const unassigned = { handoffId, agreement, judged, exclusions, closerTeamId: isSql ? teamId : undefined };
  return chooseOwner(transaction, unassigned, now, ownerId, times);
}
