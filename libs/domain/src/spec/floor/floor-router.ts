import type { Agreement } from '../../agreement/agreement.ts';
import { isQueued, slotOwnerOf } from '../../handoff/state.ts';
import { turnsAfterDecision } from '../../routing/choose.ts';
import type { KnownOwner, RuleBasedDecision } from '../../routing/decision.ts';
import { deputyChain } from '../../routing/deputy.ts';
import type { PoolMember } from '../../routing/member.ts';
import { eligibilityKey, route, routingTarget } from '../../routing/route.ts';
import type { OwnerRequest, QueuedLeads, RoutingRequest } from '../../routing/route.ts';
import type { RoutingTarget } from '../../routing/rules.ts';
import { cappedOwnerOf, floorTimes, hasRole } from './floor-member.ts';
import type { FloorHandoff, FloorMember } from './floor-member.ts';

export interface FloorRouterOptions {
  agreement: Agreement;
  teams: string[];
  people: readonly FloorMember[];
  openHandoffs: () => Iterable<FloorHandoff>;
}

/** Calls the router as the service does, with the current slots, turns and queues. */
export class FloorRouter {
  readonly #options: FloorRouterOptions;
  /** Positions in the round of each pool, by person. */
  readonly #passes = new Map<string, Map<string, number>>();

  constructor(options: FloorRouterOptions) {
    this.#options = options;
  }

  /** For a lead that arrives or leaves its owner: leads in the queue go first. */
  choose(handoff: FloorHandoff, wanted: OwnerRequest, now: string): RuleBasedDecision {
    const request = this.#request(handoff, wanted, now);
    const { teamId, role } = routingTarget(request);
    const queuedAhead = role === 'closer' ? [] : this.#leadsAhead(handoff, teamId);
    return this.#decide({ ...request, queuedAhead });
  }

  /** For a lead in the queue, when a slot is free. */
  chooseForQueued(handoff: FloorHandoff, wanted: OwnerRequest, now: string): RuleBasedDecision {
    return this.#decide(this.#request(handoff, wanted, now));
  }

  eligibilityKeyOf(handoff: FloorHandoff, wanted: OwnerRequest, now: string): string {
    return eligibilityKey(this.#request(handoff, wanted, now));
  }

  /** The turns after a choice, and when the person was given a lead. */
  takeTurn(decision: RuleBasedDecision): void {
    const passes = this.#passesOf(decision.target);
    for (const { personId, pass } of turnsAfterDecision(decision)) passes.set(personId, pass);
    const chosen = this.#options.people.find(({ personId }) => personId === decision.chosen);
    if (chosen) chosen.lastAssignedAt = decision.at;
  }

  knownOwnerOf({ knownOwner, handoffId, judged }: FloorHandoff): KnownOwner | undefined {
    return knownOwner ?? this.#companyOwner(handoffId, judged.lead.companyDomain);
  }

  #request(handoff: FloorHandoff, wanted: OwnerRequest, now: string): RoutingRequest {
    const { agreement, teams } = this.#options;
    const { judged } = handoff;
    const owner = this.knownOwnerOf(handoff);
    return {
      ...wanted,
      now,
      terms: agreement.routing,
      firstContact: agreement.promises['first-contact'],
      calendar: { ...agreement.calendar, absences: [] },
      teams,
      lead: { snapshot: judged.lead, score: judged.score },
      queuedAhead: [],
      ...(owner && { knownOwner: owner }),
    };
  }

  #decide(request: RoutingRequest): RuleBasedDecision {
    const target = routingTarget(request);
    const members = this.#members(target);
    const inTeam = members.filter(({ teamId }) => teamId === target.teamId);
    const chain = request.knownOwner ? deputyChain(request.knownOwner.personId, members) : [];
    const others = chain.filter(({ teamId }) => teamId !== target.teamId);
    return route(request, [...inTeam, ...others], floorTimes);
  }

  /** The active people in the role, of any team. */
  #members(target: RoutingTarget): PoolMember[] {
    const taken = new Map<string, number>();
    const open = new Map<string, number>();
    const count = (counts: Map<string, number>, personId: string | undefined): void => {
      if (personId !== undefined) counts.set(personId, (counts.get(personId) ?? 0) + 1);
    };
    for (const { state } of this.#options.openHandoffs()) {
      count(taken, slotOwnerOf(state));
      count(open, cappedOwnerOf(state));
    }
    const passes = this.#passesOf(target);
    return this.#options.people
      .filter((person) => person.active && hasRole(person, target.role))
      .map(({ personId, teamId, active, skills, languages, calendar, unresponsive, cap, deputyId, lastAssignedAt }) => {
        const pass = passes.get(personId);
        return {
          personId,
          teamId,
          active,
          skills,
          languages,
          calendar,
          unresponsive,
          takenSlots: taken.get(personId) ?? 0,
          openHandoffs: open.get(personId) ?? 0,
          ...(cap !== undefined && { cap }),
          ...(deputyId !== undefined && { deputyId }),
          ...(lastAssignedAt !== undefined && { lastAssignedAt }),
          ...(pass !== undefined && { pass }),
        };
      });
  }

  /** A queued lead gives way only to leads with a better score; a new lead gives way to all of them. */
  #leadsAhead(handoff: FloorHandoff, teamId: string): QueuedLeads[] {
    const waiting = [...this.#options.openHandoffs()].filter(
      (other) => other !== handoff && isQueued(other.state) && other.state.teamId === teamId,
    );
    return waiting
      .filter((other) => !isQueued(handoff.state) || other.judged.score > handoff.judged.score)
      .map(({ waitsFor }) => ({ personIds: waitsFor, count: 1 }));
  }

  /** The owner of an open handoff of the same company. */
  #companyOwner(handoffId: string, companyDomain: string | undefined): KnownOwner | undefined {
    if (companyDomain === undefined) return undefined;
    for (const { state, judged, handoffId: otherId } of this.#options.openHandoffs()) {
      const ownerId = cappedOwnerOf(state);
      const owner = this.#options.people.find(({ personId }) => personId === ownerId);
      if (otherId !== handoffId && judged.lead.companyDomain === companyDomain && owner && hasRole(owner, 'rep'))
        return { personId: owner.personId, knownBy: 'open-handoff' };
    }
    return undefined;
  }

  #passesOf({ teamId, role, skills }: RoutingTarget): Map<string, number> {
    const key = [teamId, role, ...skills].join();
    const passes = this.#passes.get(key) ?? new Map<string, number>();
    this.#passes.set(key, passes);
    return passes;
  }
}
