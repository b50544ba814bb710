import { applySteps } from '../../handoff/fold.ts';
import type { RecordedStep } from '../../handoff/record.ts';
import { emptyState } from '../../handoff/state.ts';
import { hasNobodyEligible } from '../../routing/decision.ts';
import type { ChoiceReason, RuleBasedDecision } from '../../routing/decision.ts';
import { isSameLanguage } from '../../routing/rules.ts';
import { hasRole, queueScoreOf } from './floor-member.ts';
import type { FloorHandoff, FloorMember } from './floor-member.ts';
import { effectOf, follow, takesSlot, unfollowed } from './followed-record.ts';
import type { Followed } from './followed-record.ts';
import type { FloorCommit, TeamFloor } from './team-floor.ts';

const choicesThatNeedSlots: readonly ChoiceReason[] = ['next-turn', 'only-one-free', 'longest-without-lead'];

/** Follows the records of a floor, and throws when a rule is broken. */
export class FloorAudit {
  readonly #floor: TeamFloor;
  readonly #followed = new Map<string, Followed>();

  constructor(floor: TeamFloor) {
    this.#floor = floor;
    const { onCommit } = floor;
    floor.onCommit = (commit) => {
      onCommit(commit);
      this.#note(commit);
    };
  }

  /** Asserts what must hold whenever nothing is due. */
  check(): void {
    for (const handoff of this.#floor.handoffs) {
      const { place, tickets, holder, contactDueAt } = this.#of(handoff);
      const { state } = handoff;
      const owns = (isSo: boolean, rule: string): void => assertRule(isSo, handoff, rule);
      const hasAlarm = (promise: string): boolean =>
        tickets.size > 0 || state.promises.some((running) => running.promise === promise && !running.broken);
      owns(
        (state.ownerId ?? undefined) === holder || place === 'return' || place === 'dispute',
        'the record names the owner',
      );
      switch (place) {
        case 'marketing':
          return owns(false, 'sales has every lead as soon as it arrives');
        case 'queue':
          owns(
            holder === undefined && this.#floor.teams.includes(state.teamId ?? ''),
            'a queued lead belongs to a team',
          );
          owns(
            !this.#isPast(contactDueAt) || tickets.has('late-in-queue'),
            'a late lead in the queue has a ticket of the queue',
          );
          owns(
            tickets.size > 0 || state.promises.some(({ broken }) => !broken),
            'a clock runs for a queued lead, or it has a ticket',
          );
          owns(
            tickets.has('nobody-eligible') || !hasNobodyEligible(this.#floor.decisionForQueued(handoff)),
            'a queued lead that nobody is left for has a ticket',
          );
          this.#checkThatNobodyIsFree(handoff);
          break;
        case 'rep':
        case 'closer':
          owns(holder !== undefined, 'a lead outside the queue has an owner');
          owns(this.#person(holder)?.active !== false, 'a person who has left owns no lead');
          break;
        case 'return':
          owns(hasAlarm('return-review'), 'marketing owes a review, or has a ticket');
          break;
        case 'dispute':
          owns(hasAlarm('arbitration'), 'the arbiter owes a verdict, or has a ticket');
          break;
        case 'ended':
          owns(state.promises.length === 0 && tickets.size === 0, 'nothing is owed for an ended handoff');
      }
    }
  }

  /** Asserts that the record alone gives the state, also after it was stored as JSON. */
  checkReplay(): void {
    for (const { state, record, handoffId } of this.#floor.handoffs) {
      const stored = JSON.parse(JSON.stringify(record)) as RecordedStep[];
      expect(applySteps(emptyState(handoffId), stored)).toEqual(JSON.parse(JSON.stringify(state)));
    }
  }

  #note(commit: FloorCommit): void {
    const { handoff, steps, routing } = commit;
    const followed = this.#of(handoff);
    const assignment = steps.find(({ step }) => step.type === 'assigned');
    if (assignment && routing?.basis === 'agreement' && routing.target.role === 'rep')
      this.#checkChoice(commit, routing, followed.place);
    for (const recorded of steps) {
      assertRule(followed.place !== 'ended', handoff, `nothing follows the end, got ${recorded.step.type}`);
      this.#checkEffect(handoff, recorded, followed);
      follow(followed, recorded, (isSo, rule) => assertRule(isSo, handoff, rule));
    }
    const { step } = steps.find((recorded) => recorded.step.type === 'queued') ?? {};
    const isForNobody = step?.type === 'queued' && hasNobodyEligible(step.routing);
    assertRule(
      !isForNobody || followed.tickets.size > 0,
      handoff,
      'a lead that nobody can take within a working day is queued with a ticket',
    );
  }

  /** Asserts that the chosen person was at work with a free slot, and that no better lead waited for it. */
  #checkChoice(
    { handoff, before }: FloorCommit,
    { chosen, reason, slots = Infinity }: RuleBasedDecision,
    place: string,
  ): void {
    if (!reason || !choicesThatNeedSlots.includes(reason)) return;
    const person = this.#person(chosen)!;
    assertRule(this.#slotsOf(person.personId) < slots, handoff, `${chosen} had no free slot`);
    assertRule(this.#floor.isAtWork(person) && !person.unresponsive, handoff, `${chosen} could not take a lead`);
    const { agreement, now } = this.#floor;
    const { judged } = handoff;
    const ownScore = queueScoreOf({ judged, state: before }, agreement, now);
    // The queue is released by the score with its days; a lead that people route again gives way by the score alone.
    const isBetter = (other: FloorHandoff): boolean =>
      other.judged.score > judged.score && queueScoreOf(other, agreement, now) > ownScore;
    const better = this.#waitingFor(person).find(
      (other) => other !== handoff && (place !== 'queue' || isBetter(other)),
    );
    assertRule(
      better === undefined,
      handoff,
      `${better?.handoffId} waited for ${chosen}, with a score of ${better?.judged.score}`,
    );
  }

  /** Leads in the queue that this person could take. */
  #waitingFor(person: FloorMember): FloorHandoff[] {
    return this.#floor.handoffs.filter(
      (handoff) => this.#of(handoff).place === 'queue' && this.#canTake(person, handoff),
    );
  }

  #canTake(person: FloorMember, { state, judged }: FloorHandoff): boolean {
    const { language } = judged.lead;
    return (
      state.teamId === person.teamId &&
      hasRole(person, this.#followed.get(state.handoffId)!.isSql ? 'closer' : 'rep') &&
      state.exclusions.every(({ personId }) => personId !== person.personId) &&
      (language === undefined ||
        person.languages.length === 0 ||
        person.languages.some((each) => isSameLanguage(each, language)))
    );
  }

  #checkThatNobodyIsFree(handoff: FloorHandoff): void {
    const { isSql } = this.#of(handoff);
    const { slots } = this.#floor.agreement.routing;
    const free = this.#floor.people.find(
      (person) =>
        this.#floor.isAtWork(person) &&
        !person.unresponsive &&
        this.#canTake(person, handoff) &&
        (isSql || this.#slotsOf(person.personId) < slots) &&
        this.#openOf(person.personId) < (person.cap ?? Infinity),
    );
    assertRule(free === undefined, handoff, `${free?.personId} is free while the lead waits`);
  }

  /** Asserts that each start, reminder, breach and ticket happens once. */
  #checkEffect(handoff: FloorHandoff, { step, at }: RecordedStep, { runs, effects, tickets }: Followed): void {
    if (step.type === 'ticket-opened') assertRule(!tickets.has(step.ticket), handoff, `${step.ticket} is open already`);
    if (step.type === 'ticket-closed') assertRule(tickets.has(step.ticket), handoff, `${step.ticket} is not open`);
    const effect = effectOf(step, at, runs);
    if (effect === undefined) return;
    assertRule(!effects.has(effect), handoff, `happened twice: ${effect}`);
    effects.add(effect);
  }

  #slotsOf(personId: string): number {
    return this.#count((each) => each.holder === personId && each.place === 'rep' && takesSlot(each));
  }

  #openOf(personId: string): number {
    return this.#count(({ holder, place }) => holder === personId && (place === 'rep' || place === 'closer'));
  }

  #count(matches: (followed: Followed) => boolean): number {
    return [...this.#followed.values()].filter(matches).length;
  }

  #isPast(moment: string | undefined): boolean {
    return moment !== undefined && Date.parse(moment) <= Date.parse(this.#floor.now);
  }

  #person(personId: string | undefined): FloorMember | undefined {
    return this.#floor.people.find((person) => person.personId === personId);
  }

  #of({ handoffId }: Pick<FloorHandoff, 'handoffId'>): Followed {
    const known = this.#followed.get(handoffId);
    if (known) return known;
    const created = unfollowed();
    this.#followed.set(handoffId, created);
    return created;
  }
}

function assertRule(isSo: boolean, { handoffId, record }: FloorHandoff, rule: string): void {
  if (isSo) return;
  const last = record
    .slice(-12)
    .map(({ at, actor, step }) => `  ${at} ${actor.id} ${JSON.stringify(step).slice(0, 200)}`);
  throw new Error([`${handoffId}: ${rule}`, ...last].join('\n'));
}
