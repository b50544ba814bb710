import {
  agreementForLead,
  applySteps,
  emptyState,
  hasNobodyEligible,
  HOUR,
  isTeamBusy,
  nextStartOfWork,
  pendingOwnerRequest,
  queueScore,
  waitsSince,
  WorkingTimeCache,
} from '@baton/domain';
import type { RuleBasedDecision } from '@baton/domain';
import { databaseTime, inTransaction, sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { PgPool } from '@baton/service';
import { agreementCalendar } from '@baton/service/calendar';
import { Injectable } from '@nestjs/common';
import { AgreementStore } from '../agreements/agreement-store.ts';
import { readSteps, startedStep } from '../handoff-row/record-rows.ts';
import { saveTurns } from '../routing/choose-owner.ts';
import type { UnassignedHandoff } from '../routing/choose-owner.ts';
import { ReleaseChoices } from '../routing/release-choices.ts';
import { lockTeams } from '../staff/team-locks.ts';
import { scheduleTeamChange, takeTeamChanges } from './team-changes.ts';
import { COMPANY_OWNER_IS_IN_TEAM, WAITS_FOR_TEAM } from './waits-for-team.ts';

/** How long a slot is kept for a lead whose workflow was signalled. */
const RESERVATION_SECONDS = 60;
/** How soon routing is retried for a lead whose own commit was running during the release. */
const RETRY_SECONDS = 1;

interface QueuedLead {
  handoffId: string;
  version: number;
  agreementVersion: number;
  /** Goes to the known owner of its company or, as an SQL, to a closer, whether or not a rep of the team has a free slot. */
  needsNoSlot: boolean;
}

/** The handoffs that wait for a member of a team and have no reserved slot, in the order of the queue: by score, then by age. */
function queuedLeadsOf(on: SqlExecutor, teamId: string): Promise<QueuedLead[]> {
  return on.query(
    `SELECT w.handoff_id AS "handoffId", w.version, w.agreement_version AS "agreementVersion",
            (w.needs_closer OR ${COMPANY_OWNER_IS_IN_TEAM}) AS "needsNoSlot"
     FROM handoff.handoff w WHERE ${WAITS_FOR_TEAM} AND (w.reserved_until IS NULL OR w.reserved_until <= now())
     ORDER BY w.score DESC, w.started_at, w.handoff_id`,
    [teamId],
  );
}

/** What a release read of a handoff at this version. */
interface ReadLead {
  version: number;
  unassigned: QueuedHandoff | undefined;
}

interface QueuedHandoff extends UnassignedHandoff {
  /** Since when it has had no owner, ISO 8601. */
  waitsSince: string;
  /** Whether its ticket already says that nobody is eligible. */
  hasAlarm: boolean;
}

interface WaitingHandoff {
  lead: QueuedLead;
  unassigned: QueuedHandoff;
}

/** How many leads are kept in memory for the next releases. */
const MAX_READ_LEADS = 5000;

export interface Release {
  /** Ids of the handoffs that a slot is reserved for, in the order of the queue. */
  reserved: string[];
  /** Ids of the handoffs that nobody is left for, and whose record does not say so yet. */
  forNobody: string[];
  /**
   * When another lead could be assigned because somebody starts to work or a commit has ended, or when the queue is looked
   * through again for leads that nobody is left for, ISO 8601.
   */
  retryAt?: string;
  /** When the reservations of this release end, and lost signals are sent again, ISO 8601. */
  expiresAt?: string;
}

/** Releases the leads that wait for a member of a team to those who have a free slot. */
@Injectable()
export class TeamQueue {
  readonly #pool: PgPool;
  readonly #agreements: AgreementStore;
  readonly #times = new WorkingTimeCache();
  readonly #readLeads = new Map<string, ReadLead>();

  constructor(pool: PgPool, agreements: AgreementStore) {
    this.#pool = pool;
    this.#agreements = agreements;
  }

  /** Releases the queue if the team has changed since the last release. Only one replica does so at a time. */
  releaseAfterChanges(teamId: string): Promise<Release> {
    return this.#inTransaction(async (transaction) => {
      await transaction.query(`SELECT pg_advisory_xact_lock(hashtextextended('release of ' || $1, 0))`, [teamId]);
      // Taken before the queue is read, so that a change committed later is left to the next release.
      if (!(await takeTeamChanges(transaction, teamId))) return { reserved: [], forNobody: [] };
      const release = await this.#release(transaction, teamId);
      // Each has its own change: an earlier retry must not leave out the reservations of leads whose signal is lost.
      for (const dueAt of [release.retryAt, release.expiresAt])
        if (dueAt !== undefined) await scheduleTeamChange(transaction, teamId, dueAt);
      return release;
    });
  }

  release(teamId: string): Promise<Release> {
    return this.#inTransaction((transaction) => this.#release(transaction, teamId));
  }

  #inTransaction<Result>(work: (transaction: SqlExecutor) => Promise<Result>): Promise<Result> {
    return inTransaction(this.#pool, (client) => work(sqlExecutorOf(client)));
  }

  /** Reserves the best leads for the free slots of the team, under its lock. Their commits turn reservations into assignments. */
  async #release(transaction: SqlExecutor, teamId: string): Promise<Release> {
    // Every commit that assigns a lead of the team waits for this lock, so the leads are read before it.
    for (const lead of await queuedLeadsOf(transaction, teamId)) await this.#unassigned(transaction, lead);
    await lockTeams(transaction, [teamId]);
    const now = await databaseTime(transaction);
    const choices = new ReleaseChoices(transaction, now, this.#times);
    const reserved: string[] = [];
    const forNobody: string[] = [];
    const starts: string[] = [];
    let isBusy = false;
    const queued = await queuedLeadsOf(transaction, teamId);
    for (const { lead, unassigned } of await this.#inOrder(transaction, queued, now)) {
      const isSkipped: boolean = isBusy && !lead.needsNoSlot;
      const decision: RuleBasedDecision = await (isSkipped
        ? choices.decideAboutKind(unassigned)
        : choices.decide(unassigned));
      const isForNobody = hasNobodyEligible(decision);
      if (isForNobody && !unassigned.hasAlarm) forNobody.push(lead.handoffId);
      if (!isForNobody) starts.push(nextFullHour(now));
      if (isSkipped) continue;
      const start = nextStartOfWork(decision);
      if (start !== undefined) starts.push(start);
      if (decision.chosen === undefined) {
        isBusy ||= !lead.needsNoSlot && isTeamBusy(decision);
        continue;
      }
      if (!(await reserve(transaction, lead.handoffId, decision))) {
        starts.push(secondsAfter(now, RETRY_SECONDS));
        continue;
      }
      choices.take(decision);
      reserved.push(lead.handoffId);
    }
    const [retryAt] = starts.sort();
    const expiresAt = reserved.length + forNobody.length > 0 ? secondsAfter(now, RESERVATION_SECONDS) : undefined;
    return {
      reserved,
      forNobody,
      ...(retryAt !== undefined && { retryAt }),
      ...(expiresAt !== undefined && { expiresAt }),
    };
  }

  /** In the order of release: the days in the queue count as well, the longest wait first among equals. */
  async #inOrder(on: SqlExecutor, queued: readonly QueuedLead[], now: string): Promise<WaitingHandoff[]> {
    const waiting: (WaitingHandoff & { score: number })[] = [];
    for (const lead of queued) {
      const unassigned = await this.#unassigned(on, lead);
      if (!unassigned) continue;
      const { agreement, judged, waitsSince: since } = unassigned;
      const agreementTime = this.#times.of(agreementCalendar(agreement, now));
      const score = queueScore({ score: judged.score, since }, now, agreement.routing, agreementTime);
      waiting.push({ lead, unassigned, score });
    }
    return waiting.sort(
      (a, b) => b.score - a.score || Date.parse(a.unassigned.waitsSince) - Date.parse(b.unassigned.waitsSince),
    );
  }

  /** Undefined if the handoff has an owner by now. Read once for each version of a queued handoff. */
  async #unassigned(on: SqlExecutor, lead: QueuedLead): Promise<QueuedHandoff | undefined> {
    const known = this.#readLeads.get(lead.handoffId);
    if (known?.version === lead.version) return known.unassigned;
    const unassigned = await this.#readUnassigned(on, lead);
    this.#readLeads.delete(lead.handoffId);
    this.#readLeads.set(lead.handoffId, { version: lead.version, unassigned });
    const [oldest] = this.#readLeads.keys();
    if (this.#readLeads.size > MAX_READ_LEADS && oldest !== undefined) this.#readLeads.delete(oldest);
    return unassigned;
  }

  async #readUnassigned(
    on: SqlExecutor,
    { handoffId, agreementVersion }: QueuedLead,
  ): Promise<QueuedHandoff | undefined> {
    const steps = await readSteps(on, handoffId);
    const judged = startedStep(handoffId, steps[0]);
    const state = applySteps(emptyState(handoffId), steps);
    const request = pendingOwnerRequest(state);
    const since = waitsSince(state);
    if (!request || since === undefined) return undefined;
    const document = await this.#agreements.document(agreementVersion);
    const agreement = agreementForLead(document, { snapshot: judged.lead, score: judged.score });
    const hasAlarm = state.tickets.includes('nobody-eligible');
    return { handoffId, agreement, judged, request, waitsSince: since, hasAlarm };
  }
}

/** Many releases agree on this moment, so that it is scheduled once. */
const nextFullHour = (moment: string): string =>
  new Date((Math.floor(Date.parse(moment) / HOUR) + 1) * HOUR).toISOString();

const secondsAfter = (moment: string, seconds: number): string =>
  new Date(Date.parse(moment) + seconds * 1000).toISOString();

/**
 * False if the lead's own commit is running. That commit locks the lead before the team, so waiting for it here, with the
 * team locked, could deadlock.
 */
async function reserve(on: SqlExecutor, handoffId: string, decision: RuleBasedDecision): Promise<boolean> {
  const updated = await on.query<unknown[]>(
    `UPDATE handoff.handoff SET reserved_for = $2, reserved_until = now() + make_interval(secs => $3), reservation = $4
     WHERE handoff_id = (SELECT handoff_id FROM handoff.handoff WHERE handoff_id = $1 FOR UPDATE SKIP LOCKED)
     RETURNING handoff_id`,
    [handoffId, decision.chosen, RESERVATION_SECONDS, JSON.stringify(decision)],
  );
  if (updated.length === 0) return false;
  await saveTurns(on, decision);
  return true;
}
