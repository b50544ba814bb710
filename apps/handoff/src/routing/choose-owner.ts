import {
  awaitedMembers,
  deputyChain,
  isAtWork,
  memberSnapshot,
  roundPositionAfter,
  route,
  routingTarget,
  turnsAfterDecision,
} from '@baton/domain';
import type {
  Agreement,
  HandoffState,
  JudgedLead,
  KnownOwner,
  OwnerRequest,
  PoolMember,
  QueuedLeads,
  RoutingRequest,
  RoutingTarget,
  RuleBasedDecision,
  WorkingTimeCache,
} from '@baton/domain';
import { runPipelined } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { agreementCalendar } from '@baton/service/calendar';
import { poolSkills, readPoolMembers } from '../staff/pool-member-rows.ts';
import { lockTeams } from '../staff/team-locks.ts';
import { lockKnownOwner } from './known-owner.ts';
import type { KnownOwnerSearch } from './known-owner.ts';

/** A handoff that needs an owner. */
export interface UnassignedHandoff {
  handoffId: string;
  agreement: Agreement;
  judged: Pick<JudgedLead, 'lead' | 'score' | 'resumes'>;
  request: OwnerRequest;
}

/**
 * Chooses under the locks of the company and the teams, so that two leads never take the same slot or turn. The locks
 * are taken in this order everywhere, which prevents deadlocks, and last until the transaction ends. All leads of the team
 * wait for them, so the queries under them are pipelined.
 *
 * @param previous the team and the owner that the lead leaves. Their teams are locked as well, because the commit is
 *   about to record a released slot or a shorter queue there.
 */
export async function chooseOwner(
  transaction: SqlExecutor,
  handoff: UnassignedHandoff,
  now: string,
  previous: Pick<HandoffState, 'teamId' | 'ownerId'>,
  times: WorkingTimeCache,
): Promise<RuleBasedDecision> {
  const { handoffId, judged } = handoff;
  const search = knownOwnerSearch(handoff, now);
  const [teams, postponer, companyOwner] = await runPipelined(
    transaction,
    () => teamIds(transaction),
    () => findPostponer(transaction, handoff),
    async () => (search ? lockKnownOwner(transaction, search) : undefined),
  );
  const knownOwner = postponer ?? companyOwner;
  const unrouted = requestFor(handoff, now, teams, knownOwner);
  const target = routingTarget(unrouted);
  const present = (ids: readonly (string | null | undefined)[]): string[] => ids.filter((id) => id != null);
  const [, reserved, queuedAhead, members] = await runPipelined(
    transaction,
    () =>
      lockTeams(
        transaction,
        present([target.teamId, previous.teamId]),
        present([knownOwner?.personId, previous.ownerId]),
      ),
    () => reservationOf(transaction, handoffId),
    async () => (target.role === 'closer' ? [] : leadsAhead(transaction, handoffId, target.teamId, judged.score)),
    () => poolMembersFor(transaction, handoff, now, target, knownOwner),
  );
  if (reserved && isStillFree(reserved, members, now, times)) return reserved;
  return route({ ...unrouted, queuedAhead }, members, times);
}

/** Stores the turns after the decision, or whom the lead waits for. The caller holds the locks of the decision. */
export async function saveDecision(
  transaction: SqlExecutor,
  handoffId: string,
  decision: RuleBasedDecision,
  now: string,
): Promise<void> {
  // The turn of a reserved slot was stored with the reservation.
  if (decision.at !== now) return;
  await runPipelined(
    transaction,
    () => saveTurns(transaction, decision),
    async () => (decision.chosen === undefined ? saveWaitsFor(transaction, handoffId, decision) : undefined),
  );
}

/** Only reps have known owners. An SQL goes to any closer. */
export function knownOwnerSearch(
  { handoffId, judged, agreement, request }: UnassignedHandoff,
  now: string,
): KnownOwnerSearch | undefined {
  const { oneOwnerPerCompany, sqlOwnerFor } = agreement.routing;
  if (!oneOwnerPerCompany || request.fixed?.role === 'closer') return undefined;
  return { handoffId, companyDomain: judged.lead.companyDomain, sqlOwnerFor, now };
}

/** A lead that comes back on its date goes to the rep who postponed it, unless that rep has left or it was passed to a team since. */
export async function findPostponer(
  on: SqlExecutor,
  { judged: { resumes }, request }: UnassignedHandoff,
): Promise<KnownOwner | undefined> {
  if (resumes?.cause !== 'date' || resumes.ownerId === undefined || request.fixed) return undefined;
  const [postponer] = await on.query<KnownOwner[]>(
    `SELECT person_id AS "personId", 'postponed' AS "knownBy" FROM handoff.person
     WHERE person_id = $1 AND active AND 'rep' = ANY (roles)`,
    [resumes.ownerId],
  );
  return postponer;
}

/** The teams that rules may name, in their order. */
export async function teamIds(on: SqlExecutor): Promise<string[]> {
  const rows = await on.query<{ team_id: string }[]>('SELECT team_id FROM handoff.team ORDER BY position, team_id');
  return rows.map(({ team_id }) => team_id);
}

/** The slot that is reserved for the handoff at this moment, with the decision that chose it. */
async function reservationOf(on: SqlExecutor, handoffId: string): Promise<RuleBasedDecision | undefined> {
  const [row] = await on.query<{ reservation: RuleBasedDecision }[]>(
    'SELECT reservation FROM handoff.handoff WHERE handoff_id = $1 AND reserved_until > now() AND reservation IS NOT NULL',
    [handoffId],
  );
  return row?.reservation;
}

/** Whether the person can still take the lead that a slot was reserved for. */
function isStillFree(
  { chosen, target, reason }: RuleBasedDecision,
  members: readonly PoolMember[],
  now: string,
  times: WorkingTimeCache,
): boolean {
  const member = members.find(({ personId }) => personId === chosen);
  if (!member || member.unresponsive) return false;
  const isKnownOwner = reason === 'known-owner' || reason === 'known-owner-deputy';
  return (
    isKnownOwner || (member.teamId === target.teamId && isAtWork(memberSnapshot(member, now, 'equal', times), now))
  );
}

/**
 * The leads that wait for the team and have no reserved slot, grouped by whom they wait for. A lead in the queue lets only
 * those of a better score, or older ones, go first; a new lead all of them.
 */
function leadsAhead(on: SqlExecutor, handoffId: string, teamId: string, score: number): Promise<QueuedLeads[]> {
  return on.query(
    `SELECT w.waits_for AS "personIds", count(*)::integer AS count
     FROM handoff.handoff w JOIN handoff.handoff own ON own.handoff_id = $1
     WHERE w.team_id = $2 AND w.stage = 'queued' AND w.waits_for <> '{}' AND w.handoff_id <> $1
       AND (w.reserved_until IS NULL OR w.reserved_until <= now())
       AND (own.stage <> 'queued' OR w.score > $3::real
            OR (w.score = $3::real AND (w.started_at, w.handoff_id) < (own.started_at, own.handoff_id)))
     GROUP BY w.waits_for`,
    [handoffId, teamId, score],
  );
}

/** The members of the team, and the known owner with their chain of deputies in any team. */
export async function poolMembersFor(
  on: SqlExecutor,
  { agreement, handoffId }: UnassignedHandoff,
  now: string,
  { teamId, role, skills }: RoutingTarget,
  knownOwner: KnownOwner | undefined,
): Promise<PoolMember[]> {
  const all = await readPoolMembers(on, {
    teamIds: [teamId],
    pool: { role, skills },
    now,
    agreementCalendar: agreementCalendar(agreement, now),
    includeTeamOf: knownOwner?.personId,
    handoffId,
  });
  const chain = knownOwner ? deputyChain(knownOwner.personId, all) : [];
  return all.filter((member) => member.teamId === teamId || chain.includes(member));
}

export const requestFor = (
  { agreement, judged, request }: UnassignedHandoff,
  now: string,
  teams: string[],
  knownOwner: KnownOwner | undefined,
): RoutingRequest => ({
  ...request,
  now,
  terms: agreement.routing,
  firstContact: agreement.promises['first-contact'],
  calendar: agreementCalendar(agreement, now),
  teams,
  queuedAhead: [],
  lead: { snapshot: judged.lead, score: judged.score },
  ...(knownOwner && { knownOwner }),
});

/** Stores whom the lead waits for. Their slots go to it before any new lead. */
async function saveWaitsFor(transaction: SqlExecutor, handoffId: string, decision: RuleBasedDecision): Promise<void> {
  await transaction.query('UPDATE handoff.handoff SET waits_for = $2 WHERE handoff_id = $1', [
    handoffId,
    awaitedMembers(decision),
  ]);
}

/** Stores the positions in the round of the pool, also of former members, and when the person was given a lead. */
export async function saveTurns(transaction: SqlExecutor, decision: RuleBasedDecision): Promise<void> {
  const { chosen, target, at } = decision;
  if (chosen === undefined) return;
  const turns = turnsAfterDecision(decision);
  await runPipelined(
    transaction,
    () => transaction.query('UPDATE handoff.person SET last_assigned_at = $2 WHERE person_id = $1', [chosen, at]),
    async () =>
      turns.length === 0
        ? undefined
        : transaction.query(
            `WITH turn AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS turn ("personId" text, pass double precision)),
             former AS (
               UPDATE handoff.pool_turn SET pass = $5
               WHERE team_id = $2 AND role = $3 AND skills = $4 AND pass < $5 AND person_id <> ALL ($6)
             )
             INSERT INTO handoff.pool_turn (team_id, role, skills, person_id, pass)
             SELECT $2, $3, $4, turn."personId", turn.pass FROM turn
             ON CONFLICT (team_id, role, skills, person_id) DO UPDATE SET pass = excluded.pass`,
            [
              JSON.stringify(turns),
              target.teamId,
              target.role,
              poolSkills(target),
              roundPositionAfter(decision),
              decision.pool.map(({ personId }) => personId),
            ],
          ),
  );
}
