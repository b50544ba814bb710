import { eligibilityKey, route, routingTarget, turnsAfterDecision } from '@baton/domain';
import type {
  Agreement,
  KnownOwner,
  PoolMember,
  RoutingTarget,
  RuleBasedDecision,
  WorkingTimeCache,
} from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { poolSkills } from '../staff/pool-member-rows.ts';
import { knownOwnerSearch, findPostponer, poolMembersFor, requestFor, teamIds } from './choose-owner.ts';
import type { UnassignedHandoff } from './choose-owner.ts';
import { findKnownOwner } from './known-owner.ts';

/** The members that were read for one pool. */
interface ReadPool {
  target: RoutingTarget;
  members: PoolMember[];
}

/**
 * The choices of one release of a team queue. The caller holds the lock of the team. Teams and members are read once and
 * then updated in memory with each choice, so that a long queue does not hold the lock for long.
 */
export class ReleaseChoices {
  readonly #transaction: SqlExecutor;
  readonly #now: string;
  readonly #times: WorkingTimeCache;
  readonly #pools = new Map<string, ReadPool>();
  readonly #calendars: Agreement['calendar'][] = [];
  readonly #kinds = new Map<string, RuleBasedDecision>();
  readonly #companyOwners = new Map<string, KnownOwner>();
  #teams: string[] | undefined;

  constructor(transaction: SqlExecutor, now: string, times: WorkingTimeCache) {
    this.#transaction = transaction;
    this.#now = now;
    this.#times = times;
  }

  /** Decides about a queued handoff, given the choices taken so far. */
  async decide(handoff: UnassignedHandoff): Promise<RuleBasedDecision> {
    const knownOwner = await this.#knownOwner(handoff);
    this.#teams ??= await teamIds(this.#transaction);
    const request = requestFor(handoff, this.#now, this.#teams, knownOwner);
    const { members } = await this.#pool(handoff, routingTarget(request), knownOwner);
    return route(request, members, this.#times);
  }

  /**
   * A decision about this lead or one that the same people could take. It shows whether anyone is left for the lead, and
   * is made once for all such leads, because the queue can be long.
   */
  async decideAboutKind(handoff: UnassignedHandoff): Promise<RuleBasedDecision> {
    this.#teams ??= await teamIds(this.#transaction);
    const request = requestFor(handoff, this.#now, this.#teams, undefined);
    const key = `${this.#calendarNumber(handoff.agreement)} ${eligibilityKey(request)}`;
    const known = this.#kinds.get(key);
    if (known) return known;
    const { members } = await this.#pool(handoff, routingTarget(request), undefined);
    const decision = route(request, members, this.#times);
    this.#kinds.set(key, decision);
    return decision;
  }

  /** Takes the slot and the turn of the chosen person. An SQL at a closer takes no slot. */
  take(decision: RuleBasedDecision): void {
    const { chosen, target, at } = decision;
    const turns = new Map(turnsAfterDecision(decision).map(({ personId, pass }) => [personId, pass]));
    for (const pool of this.#pools.values()) {
      pool.members = pool.members.map((member) => {
        const pass = isSamePool(pool.target, target) ? turns.get(member.personId) : undefined;
        const taken = {
          takenSlots: member.takenSlots + (target.role === 'closer' ? 0 : 1),
          openHandoffs: member.openHandoffs + 1,
          lastAssignedAt: at,
        };
        return { ...member, ...(member.personId === chosen && taken), ...(pass !== undefined && { pass }) };
      });
    }
  }

  /** The owner of an open handoff owns all queued leads of the company, and is looked up once. */
  async #knownOwner(handoff: UnassignedHandoff): Promise<KnownOwner | undefined> {
    const postponer = await findPostponer(this.#transaction, handoff);
    if (postponer) return postponer;
    const search = knownOwnerSearch(handoff, this.#now);
    if (!search) return undefined;
    const { companyDomain } = search;
    const known = companyDomain === undefined ? undefined : this.#companyOwners.get(companyDomain);
    if (known) return known;
    const owner = await findKnownOwner(this.#transaction, search);
    if (companyDomain !== undefined && owner?.knownBy === 'open-handoff') this.#companyOwners.set(companyDomain, owner);
    return owner;
  }

  async #pool(
    handoff: UnassignedHandoff,
    target: RoutingTarget,
    knownOwner: KnownOwner | undefined,
  ): Promise<ReadPool> {
    const { teamId, role } = target;
    const calendar = this.#calendarNumber(handoff.agreement);
    const key = JSON.stringify([calendar, teamId, role, poolSkills(target), knownOwner?.personId]);
    const known = this.#pools.get(key);
    if (known) return known;
    const members = await poolMembersFor(this.#transaction, handoff, this.#now, target, knownOwner);
    const pool = { target, members };
    this.#pools.set(key, pool);
    return pool;
  }

  /** Members without their own hours have those of the agreement, so its calendar is part of a pool's key. */
  #calendarNumber({ calendar }: Agreement): number {
    const known = this.#calendars.indexOf(calendar);
    return known === -1 ? this.#calendars.push(calendar) - 1 : known;
  }
}

const isSamePool = (a: RoutingTarget, b: RoutingTarget): boolean =>
  a.teamId === b.teamId && a.role === b.role && poolSkills(a) === poolSkills(b);
