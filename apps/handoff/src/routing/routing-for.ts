import { directDecision, routingRequest, WorkingTimes } from '@baton/domain';
import type { Agreement, HandoffState, Intent, OwnerWanted, RoutingDecision, WorkingTime } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { agreementCalendar } from '@baton/service/calendar';
import { systemCaller } from '../people/system.ts';
import { readJudged } from '../record/record-rows.ts';
import { chooseOwner, lockTeams } from './choose-owner.ts';
import { readCalendars } from './people-rows.ts';

/** What is worked out of a calendar is kept for the next commit. */
const times = new WorkingTimes();

/** What a commit knows already. */
export interface CommitFacts {
  state: HandoffState;
  intent: Intent;
  agreement: Agreement;
  now: string;
}

/** The owner that an intent asks for, chosen within the commit's transaction; nothing when it asks for none. */
export async function routingFor(
  transaction: SqlExecutor,
  { state, intent, agreement, now }: CommitFacts,
): Promise<RoutingDecision | undefined> {
  const { ownerId, teamId } = state;
  if (intent.kind === 'command' && intent.command.type === 'reassign' && intent.command.toPersonId !== undefined) {
    const { toPersonId } = intent.command;
    await lockTeams(transaction, [], [toPersonId, ...(ownerId === null ? [] : [ownerId])]);
    return directDecision(intent.actor.id === systemCaller.id ? 'deputy' : 'team-lead', teamId ?? '', toPersonId);
  }
  const wanted = routingRequest(state, intent);
  return wanted && chooseWanted(transaction, { state, intent, agreement, now }, wanted);
}

/** Whom the router chooses, under the locks of the choice. */
export async function chooseWanted(
  transaction: SqlExecutor,
  { state, intent, agreement, now }: CommitFacts,
  { teamId, leftOut, isSql }: OwnerWanted,
): Promise<RoutingDecision> {
  const { handoffId, ownerId } = state;
  const judged = intent.kind === 'start' ? intent.judged : await readJudged(transaction, handoffId);
  const ownerless = { handoffId, agreement, judged, leftOut, closersOf: isSql ? teamId : undefined };
  return chooseOwner(transaction, ownerless, now, ownerId, times);
}

/**
 * The time of these people, by their hours and absences as they stand now.
 * @param since absences that ended before it are not looked at
 */
export async function timesOf(
  transaction: SqlExecutor,
  personIds: readonly string[],
  agreement: Agreement,
  since: string,
): Promise<(personId?: string) => WorkingTime> {
  const agreements = agreementCalendar(agreement, since);
  const calendars = await readCalendars(transaction, personIds, since, agreements);
  return (personId) => times.of((personId !== undefined && calendars.get(personId)) || agreements);
}
