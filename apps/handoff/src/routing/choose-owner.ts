import { awaitedMembers, deputyChain, matchRules, route, turnsAfterDecision } from '@baton/domain';
import type {
  Agreement,
  JudgedLead,
  KnownOwner,
  OwnerRequest,
  PoolMember,
  QueuedLeads,
  RoutingRequest,
  RoutingTerms,
  RuleBasedDecision,
  WorkingTimeCache,
} from '@baton/domain';
import { runPipelined } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { agreementCalendar } from '@baton/service/calendar';
import { readPoolMembers } from '../staff/pool-member-rows.ts';
import { lockTeams } from '../staff/team-locks.ts';
import { findKnownOwner, lockKnownOwner } from './known-owner.ts';

/** A handoff that needs an owner. */
export interface UnassignedHandoff {
  handoffId: string;
  agreement: Agreement;
  judged: Pick<JudgedLead, 'lead' | 'score'>;
  exclusions: OwnerRequest['exclusions'];
  /** For an SQL: the team whose closers are the pool, instead of the rules. */
  closerTeamId?: string | undefined;
}

/**
 * Chooses under the locks of the company and the teams, so that two leads never take the same capacity or turn. The locks
 * are taken in this order everywhere, which prevents deadlocks, and last until the transaction ends. All leads of the team
 * wait for them, so the queries under them are pipelined.
 *
 * @param ownerId the previous owner, whose team is locked as well because capacity is about to be released there
 */
export async function chooseOwner(
  transaction: SqlExecutor,
  handoff: UnassignedHandoff,
  now: string,
  ownerId: string | null,
  times: WorkingTimeCache,
): Promise<RuleBasedDecision> {
  const { handoffId, judged } = handoff;
  const terms = termsFor(handoff);
  const company = companyOf(handoff, terms);
  const [teams, knownOwner] = await runPipelined(
    transaction,
    () => teamIdsFor(transaction, handoff),
    async () => (company === undefined ? undefined : lockKnownOwner(transaction, company, handoffId)),
  );
  const { teamId } = matchRules(terms, { snapshot: judged.lead, score: judged.score }, teams).target;
  const people = [knownOwner?.personId, ownerId].filter((personId) => personId != null);
  const [, queuedAhead, members] = await runPipelined(
    transaction,
    () => lockTeams(transaction, [teamId], people),
    async () => (handoff.closerTeamId ? [] : leadsAhead(transaction, handoffId, teamId, judged.score)),
    () => poolMembersFor(transaction, handoff, now, teamId, knownOwner),
  );
  return route(requestFor(handoff, now, { terms, teams }, knownOwner, queuedAhead), members, times);
}

/** Stores the turns after the decision, or whom the lead waits for. The caller holds the locks of the decision. */
export async function saveDecision(
  transaction: SqlExecutor,
  handoffId: string,
  decision: RuleBasedDecision,
  now: string,
): Promise<void> {
  await runPipelined(
    transaction,
    () => saveTurns(transaction, decision, now),
    async () => (decision.chosen === undefined ? saveWaitsFor(transaction, handoffId, decision) : undefined),
  );
}

/** The decision that a waiting handoff would get now, without locks or changes. */
export async function previewOwner(
  on: SqlExecutor,
  handoff: UnassignedHandoff,
  now: string,
  assignedMeanwhile: ReadonlyMap<string, number>,
  times: WorkingTimeCache,
): Promise<RuleBasedDecision> {
  const terms = termsFor(handoff);
  const teams = await teamIdsFor(on, handoff);
  const company = companyOf(handoff, terms);
  const knownOwner = company ? await findKnownOwner(on, company, handoff.handoffId) : undefined;
  const { lead: snapshot, score } = handoff.judged;
  const { teamId } = matchRules(terms, { snapshot, score }, teams).target;
  const members = await poolMembersFor(on, handoff, now, teamId, knownOwner);
  const withAssigned = members.map((member) => ({
    ...member,
    openHandoffs: member.openHandoffs + (assignedMeanwhile.get(member.personId) ?? 0),
  }));
  return route(requestFor(handoff, now, { terms, teams }, knownOwner, []), withAssigned, times);
}

/** Rules choose reps. A closer always comes from the team that has the lead. */
const termsFor = ({ agreement, closerTeamId }: UnassignedHandoff): RoutingTerms =>
  closerTeamId === undefined ? agreement.routing : { ...agreement.routing, rules: [], oneOwnerPerCompany: false };

const companyOf = ({ judged }: UnassignedHandoff, { oneOwnerPerCompany }: RoutingTerms): string | undefined =>
  oneOwnerPerCompany ? judged.lead.companyDomain : undefined;

/** The teams that rules may name, in their order. */
async function teamIdsFor(on: SqlExecutor, { closerTeamId }: UnassignedHandoff): Promise<string[]> {
  if (closerTeamId !== undefined) return [closerTeamId];
  const rows = await on.query<{ team_id: string }[]>('SELECT team_id FROM handoff.team ORDER BY position, team_id');
  return rows.map(({ team_id }) => team_id);
}

/** The leads that go first, because their score is better or they are older, grouped by whom they wait for. */
function leadsAhead(on: SqlExecutor, handoffId: string, teamId: string, score: number): Promise<QueuedLeads[]> {
  return on.query(
    `SELECT w.waits_for AS "personIds", count(*)::integer AS count
     FROM handoff.handoff w JOIN handoff.handoff own ON own.handoff_id = $1
     WHERE w.team_id = $2 AND w.wants_owner AND w.waits_for <> '{}' AND w.handoff_id <> $1
       AND (w.score > $3::real
            OR (w.score = $3::real AND (w.started_at, w.handoff_id) < (own.started_at, own.handoff_id)))
     GROUP BY w.waits_for`,
    [handoffId, teamId, score],
  );
}

/** The members of the team, and the known owner with their chain of deputies in any team. */
async function poolMembersFor(
  on: SqlExecutor,
  { agreement, closerTeamId }: UnassignedHandoff,
  now: string,
  teamId: string,
  knownOwner: KnownOwner | undefined,
): Promise<PoolMember[]> {
  const role = closerTeamId === undefined ? 'rep' : 'closer';
  const all = await readPoolMembers(on, [teamId], now, agreementCalendar(agreement, now), [role], knownOwner?.personId);
  const chain = knownOwner ? deputyChain(knownOwner.personId, all) : [];
  return all.filter((member) => member.teamId === teamId || chain.includes(member));
}

const requestFor = (
  { agreement, judged, exclusions }: UnassignedHandoff,
  now: string,
  { terms, teams }: Pick<RoutingRequest, 'terms' | 'teams'>,
  knownOwner: KnownOwner | undefined,
  queuedAhead: QueuedLeads[],
): RoutingRequest => ({
  now,
  terms,
  calendar: agreementCalendar(agreement, now),
  teams,
  exclusions,
  queuedAhead,
  lead: { snapshot: judged.lead, score: judged.score },
  ...(knownOwner && { knownOwner }),
});

/** Stores whom the lead waits for. Their capacity goes to it before any lead of a lower score. */
async function saveWaitsFor(transaction: SqlExecutor, handoffId: string, decision: RuleBasedDecision): Promise<void> {
  await transaction.query('UPDATE handoff.handoff SET waits_for = $2 WHERE handoff_id = $1', [
    handoffId,
    awaitedMembers(decision),
  ]);
}

async function saveTurns(transaction: SqlExecutor, decision: RuleBasedDecision, now: string): Promise<void> {
  const turns = turnsAfterDecision(decision);
  if (turns.length === 0) return;
  await transaction.query(
    `UPDATE handoff.person p SET pass = turn.pass,
       last_assigned_at = CASE WHEN p.person_id = $2 THEN $3::timestamptz ELSE p.last_assigned_at END
     FROM jsonb_to_recordset($1::jsonb) AS turn ("personId" text, pass double precision)
     WHERE p.person_id = turn."personId"`,
    [JSON.stringify(turns), decision.chosen ?? null, now],
  );
}
