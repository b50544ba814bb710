import { directDecision, ownerRequest, WorkingTimeCache } from '@baton/domain';
import type { Agreement, HandoffState, Intent, OwnerRequest, RoutingDecision } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { readJudgedLead } from '../handoff-row/record-rows.ts';
import { systemCaller } from '../staff/system-caller.ts';
import { lockTeams } from '../staff/team-locks.ts';
import { chooseOwner } from './choose-owner.ts';

/** Kept from one commit to the next, because working out a calendar is slow. */
const times = new WorkingTimeCache();

/** The input of a commit's decision. */
export interface DecisionInput {
  state: HandoffState;
  intent: Intent;
  agreement: Agreement;
  now: string;
}

/** Chooses an owner if the intent asks for one. */
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
  const request = ownerRequest(state, intent);
  return request && routeToOwner(transaction, { state, intent, agreement, now }, request);
}

/** Lets the router choose, under the locks of the company and the teams. */
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
