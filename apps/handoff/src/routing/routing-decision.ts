import { directDecision, keepsUntouchedLead, ownerRequest, WorkingTimeCache } from '@baton/domain';
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

/**
 * Chooses an owner if the intent asks for one.
 * @param ownerLastTouchAt when the owner last touched any lead
 */
export async function decideRouting(
  transaction: SqlExecutor,
  { state, intent, agreement, now }: DecisionInput,
  ownerLastTouchAt?: string,
): Promise<RoutingDecision | undefined> {
  const { ownerId, teamId } = state;
  if (intent.kind === 'command' && intent.command.type === 'reassign' && intent.command.toPersonId !== undefined) {
    const { toPersonId } = intent.command;
    await lockTeams(
      transaction,
      teamId === null ? [] : [teamId],
      ownerId === null ? [toPersonId] : [toPersonId, ownerId],
    );
    return directDecision(intent.actor.id === systemCaller.id ? 'deputy' : 'team-lead', teamId ?? '', toPersonId);
  }
  // The router is not asked for a lead that stays: its choice would count as a turn.
  const isKept = intent.kind === 'deadline' && state.accepted && keepsUntouchedLead(agreement, ownerLastTouchAt, now);
  const request = isKept ? undefined : ownerRequest(state, intent);
  return request && routeToOwner(transaction, { state, intent, agreement, now }, request);
}

/** Lets the router choose, under the locks of the company and the teams. */
export async function routeToOwner(
  transaction: SqlExecutor,
  { state, intent, agreement, now }: DecisionInput,
  request: OwnerRequest,
): Promise<RoutingDecision> {
  const { handoffId } = state;
  const judged = intent.kind === 'start' ? intent.judged : await readJudgedLead(transaction, handoffId);
  return chooseOwner(transaction, { handoffId, agreement, judged, request }, now, state, times);
}
