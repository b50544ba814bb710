import { deputyChain, route, turnsAfterDecision, waitsFor, wantedBy } from '@baton/domain';
import type {
  Agreement,
  JudgedLead,
  KnownOwner,
  OwnerWanted,
  PoolMember,
  RoutingRequest,
  RoutingTerms,
  RuledDecision,
  WaitingLeads,
  WorkingTimes,
} from '@baton/domain';
import { together } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { agreementCalendar } from '@baton/service/calendar';
import { knownOwner, lockedKnownOwner } from './known-owner.ts';
import { readMembers } from './people-rows.ts';

/** A handoff that needs an owner, with the lead as it was judged. */
export interface Ownerless {
  handoffId: string;
  agreement: Agreement;
  judged: Pick<JudgedLead, 'lead' | 'score'>;
  leftOut: OwnerWanted['leftOut'];
  /** Of an SQL: the team whose closers are asked, instead of the rules. */
  closersOf?: string | undefined;
}

/**
 * Chooses under the teams' locks, so that two leads at once never count on the same place or the same turn. The locks
 * are taken in one order, the company's before the teams', and last until the transaction ends: what is done under them
 * travels together, since all leads of a team wait for it.
 *
 * @param ownerId who has the lead until now: their team is locked as well, since a place is about to become free there
 */
export async function chooseOwner(
  transaction: SqlExecutor,
  handoff: Ownerless,
  now: string,
  ownerId: string | null,
  times: WorkingTimes,
): Promise<RuledDecision> {
  const { handoffId, judged } = handoff;
  const terms = termsFor(handoff);
  const company = companyOf(handoff, terms);
  const [teams, known] = await together(
    transaction,
    () => teamsFor(transaction, handoff),
    async () => (company === undefined ? undefined : lockedKnownOwner(transaction, company, handoffId)),
  );
  const { teamId } = wantedBy(terms, { snapshot: judged.lead, score: judged.score }, teams).wanted;
  const people = [known?.personId, ownerId].filter((personId) => personId != null);
  const [, waiting, members] = await together(
    transaction,
    () => lockTeams(transaction, [teamId], people),
    async () => (handoff.closersOf ? [] : leadsThatGoFirst(transaction, handoffId, teamId, judged.score)),
    () => membersFor(transaction, handoff, now, teamId, known),
  );
  return route(requestFor(handoff, now, { terms, teams }, known, waiting), members, times);
}

/** Whose turn it is now, and what a lead that nobody could be chosen for waits for; the caller holds the locks of the choice. */
export async function keepDecision(
  transaction: SqlExecutor,
  handoffId: string,
  decision: RuledDecision,
  now: string,
): Promise<void> {
  await together(
    transaction,
    () => keepTurns(transaction, decision, now),
    async () => (decision.chosen === undefined ? keepWhatItWaitsFor(transaction, handoffId, decision) : undefined),
  );
}

/** Who would be chosen now, for a handoff that waits; nothing is locked, and nothing kept. */
export async function wouldBeChosen(
  on: SqlExecutor,
  handoff: Ownerless,
  now: string,
  takenMeanwhile: ReadonlyMap<string, number>,
  times: WorkingTimes,
): Promise<RuledDecision> {
  const terms = termsFor(handoff);
  const teams = await teamsFor(on, handoff);
  const company = companyOf(handoff, terms);
  const known = company ? await knownOwner(on, company, handoff.handoffId) : undefined;
  const { lead: snapshot, score } = handoff.judged;
  const { teamId } = wantedBy(terms, { snapshot, score }, teams).wanted;
  const members = await membersFor(on, handoff, now, teamId, known);
  const later = members.map((member) => ({
    ...member,
    open: member.open + (takenMeanwhile.get(member.personId) ?? 0),
  }));
  return route(requestFor(handoff, now, { terms, teams }, known, []), later, times);
}

/** Rules are about reps: who closes the deal is one of the team that has it. */
const termsFor = ({ agreement, closersOf }: Ownerless): RoutingTerms =>
  closersOf === undefined ? agreement.routing : { ...agreement.routing, rules: [], oneOwnerPerCompany: false };

const companyOf = ({ judged }: Ownerless, { oneOwnerPerCompany }: RoutingTerms): string | undefined =>
  oneOwnerPerCompany ? judged.lead.companyDomain : undefined;

/** Ids of the teams that the rules are about, in their order. */
async function teamsFor(on: SqlExecutor, { closersOf }: Ownerless): Promise<string[]> {
  if (closersOf !== undefined) return [closersOf];
  const rows = await on.query<{ team_id: string }[]>('SELECT team_id FROM handoff.team ORDER BY position, team_id');
  return rows.map(({ team_id }) => team_id);
}

/** These teams, and those of these people. */
export async function lockTeams(
  transaction: SqlExecutor,
  teamIds: readonly string[],
  personIds: readonly string[] = [],
): Promise<void> {
  await transaction.query(
    `SELECT FROM handoff.team
     WHERE team_id = ANY ($1) OR team_id IN (SELECT team_id FROM handoff.person WHERE person_id = ANY ($2))
     ORDER BY team_id FOR UPDATE`,
    [teamIds, personIds],
  );
}

/** Better leads first, then earlier ones. */
function leadsThatGoFirst(on: SqlExecutor, handoffId: string, teamId: string, score: number): Promise<WaitingLeads[]> {
  return on.query(
    `SELECT w.waits_for AS "waitFor", count(*)::integer AS leads
     FROM handoff.handoff w JOIN handoff.handoff own ON own.handoff_id = $1
     WHERE w.team_id = $2 AND w.wants_owner AND w.waits_for <> '{}' AND w.handoff_id <> $1
       AND (w.score > $3::real
            OR (w.score = $3::real AND (w.started_at, w.handoff_id) < (own.started_at, own.handoff_id)))
     GROUP BY w.waits_for`,
    [handoffId, teamId, score],
  );
}

/** The team, and the known owner with their deputies, wherever they are. */
async function membersFor(
  on: SqlExecutor,
  { agreement, closersOf }: Ownerless,
  now: string,
  teamId: string,
  known: KnownOwner | undefined,
): Promise<PoolMember[]> {
  const role = closersOf === undefined ? 'rep' : 'closer';
  const all = await readMembers(on, [teamId], now, agreementCalendar(agreement, now), [role], known?.personId);
  const chain = known ? deputyChain(known.personId, all) : [];
  return all.filter((member) => member.teamId === teamId || chain.includes(member));
}

const requestFor = (
  { agreement, judged, leftOut }: Ownerless,
  now: string,
  { terms, teams }: Pick<RoutingRequest, 'terms' | 'teams'>,
  known: KnownOwner | undefined,
  waiting: WaitingLeads[],
): RoutingRequest => ({
  ...{ now, terms, calendar: agreementCalendar(agreement, now), teams, leftOut, waiting },
  lead: { snapshot: judged.lead, score: judged.score },
  ...(known && { known }),
});

/** Whose places the lead claims before any worse one, for as long as it waits. */
async function keepWhatItWaitsFor(transaction: SqlExecutor, handoffId: string, decision: RuledDecision): Promise<void> {
  await transaction.query('UPDATE handoff.handoff SET waits_for = $2 WHERE handoff_id = $1', [
    handoffId,
    waitsFor(decision),
  ]);
}

async function keepTurns(transaction: SqlExecutor, decision: RuledDecision, now: string): Promise<void> {
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
