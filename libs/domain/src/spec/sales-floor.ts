import type { Agreement } from '../agreement/agreement.ts';
import { defaultAgreement } from '../agreement/default-agreement.ts';
import type { KnownOwner } from '../routing/decision.ts';
import { MINUTE } from '../time/units.ts';
import type { FloorHandoff, FloorMember } from './floor/floor-member.ts';
import { TeamFloor } from './floor/team-floor.ts';
import { call } from './sample-commands.ts';
import { rep } from './simulated-handoff.ts';

export interface FloorPerson extends FloorMember {
  callMinutes: number;
  /** Whether they accept a lead and then do not call it. */
  leavesAfterAccepting?: boolean;
  /** Whether they neither accept nor call. */
  ignoresLeads?: boolean;
}

interface Call {
  handoff: FloorHandoff;
  endsAt: number;
}

/** A team in which each rep calls one lead after the other, and records the touch when the call ends. */
export class SalesFloor extends TeamFloor<FloorPerson> {
  readonly #calls = new Map<string, Call>();

  constructor(start: string, people: FloorPerson[], agreement: Agreement = defaultAgreement) {
    super(start, people, agreement);
  }

  /** A lead arrives now. */
  arrive(score = 50, knownOwner?: KnownOwner): FloorHandoff {
    const lead = { source: 'website', reachableBy: ['phone' as const], flags: [], consent: true, signals: [] };
    return this.start({ lead, score }, knownOwner);
  }

  protected override workMoments(): number[] {
    return [...this.#calls.values()].map(({ endsAt }) => endsAt);
  }

  protected override finishWork(): void {
    for (const [personId, { handoff, endsAt }] of this.#calls) {
      if (endsAt > Date.parse(this.now)) continue;
      this.#calls.delete(personId);
      if (handoff.state.ownerId !== personId) continue;
      this.execute(handoff, rep(personId), call('reached'));
      // What follows the first touch is another story.
      const answers = this.agreement.criteria.sql.map(({ id }) => ({
        question: id,
        answer: 'yes' as const,
        evidence: { kind: 'note' as const },
      }));
      this.execute(handoff, rep(personId), { type: 'qualify', answers, closerId: personId });
    }
  }

  protected override startWork(): void {
    for (const person of this.people) this.#startCall(person);
  }

  #startCall(person: FloorPerson): void {
    const { personId, callMinutes, leavesAfterAccepting, ignoresLeads } = person;
    if (ignoresLeads || this.#calls.has(personId) || !this.isAtWork(person)) return;
    const mine = this.open.filter(({ state }) => state.ownerId === personId && state.touches.length === 0);
    const next = mine.find(({ state }) => !(leavesAfterAccepting && state.accepted));
    if (!next) return;
    if (!next.state.accepted) this.execute(next, rep(personId), { type: 'accept' });
    if (!leavesAfterAccepting)
      this.#calls.set(personId, { handoff: next, endsAt: Date.parse(this.now) + callMinutes * MINUTE });
  }
}
