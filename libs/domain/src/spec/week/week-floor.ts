import type { CommandActor, HandoffCommand } from '../../handoff/commands.ts';
import type { RecordedStep } from '../../handoff/record.ts';
import type { Stage } from '../../handoff/state.ts';
import { HOUR } from '../../time/units.ts';
import { cappedOwnerOf } from '../floor/floor-member.ts';
import type { FloorHandoff, FloorMember } from '../floor/floor-member.ts';
import { TeamFloor } from '../floor/team-floor.ts';
import { call, recording } from '../sample-commands.ts';
import { arbiter, marketer, telephony } from '../simulated-handoff.ts';
import { WeekRandom } from './random.ts';
import { acceptanceMinutes, commandsAfterCall, minutes, minutesFor, taskOf } from './rep-at-work.ts';
import type { Task } from './rep-at-work.ts';
import { weekLeads } from './week-leads.ts';
import type { WeekLead } from './week-leads.ts';
import { declinedLeads, leadActions, plannedReturns } from './week-plan.ts';
import type { PlannedReturn } from './week-plan.ts';
import { departure, moscow, sickLeave, unannouncedBreak, weekAgreement, weekTeam } from './week-team.ts';

interface Activity {
  handoff: FloorHandoff;
  endsAt: number;
}

/** What the diary prints: the steps of one commit, or what happened to the team. */
export type WeekEntry = { at: string; steps: RecordedStep[] } | { at: string; note: string };

/** One week of a team of eight: 600 leads, absences, a holiday, two zones, a departure, ten returns, four disputes. */
export class WeekFloor extends TeamFloor {
  readonly entries: WeekEntry[] = [];
  /** Commands that were refused, with what people did instead missing: the plan of the week is wrong then. */
  readonly refusals: string[] = [];
  readonly #random = new WeekRandom(7);
  readonly #leads = weekLeads(this.#random);
  readonly #returns = new Map<FloorHandoff, PlannedReturn>();
  readonly #activities = new Map<string, Activity>();
  readonly #nextMoments = new Map<string, number>();
  /** What happens by the plan, soonest first. */
  readonly #plan: { at: number; happen: () => void }[] = [];

  constructor() {
    super(moscow('06', '09:00'), weekTeam(), weekAgreement);
    this.onCommit = ({ steps }) => this.#record(steps);
    this.#leads.forEach((lead, index) => this.#schedule(lead.arrivesAt, () => this.#arrive(lead, index)));
    this.#schedule(sickLeave.from, () => this.#fallIll());
    this.#schedule(departure.at, () => this.#leave());
  }

  /** Until the last lead has arrived and everything has ended. */
  run(): this {
    return this.advanceTo('2026-07-20T00:00:00.000Z');
  }

  protected override workMoments(): number[] {
    const [next] = this.#plan;
    return [
      ...[...this.#activities.values()].map(({ endsAt }) => endsAt),
      ...this.#nextMoments.values(),
      ...(next ? [next.at] : []),
    ];
  }

  protected override finishWork(): void {
    const now = Date.parse(this.now);
    while (this.#plan[0] && this.#plan[0].at <= now) this.#plan.shift()!.happen();
    for (const [personId, { handoff, endsAt }] of [...this.#activities]) {
      if (endsAt > now) continue;
      this.#activities.delete(personId);
      const person = this.people.find((each) => each.personId === personId)!;
      if (handoff.state.ownerId === personId && handoff.state.stage !== 'ended') this.#finish(person, handoff);
    }
  }

  protected override startWork(): void {
    for (const person of this.people) this.#startNext(person);
  }

  #startNext(person: FloorMember): void {
    const { personId } = person;
    this.#nextMoments.delete(personId);
    if (this.#activities.has(personId) || !this.isAtWork(person) || this.#isAwayFromDesk(personId)) return;
    const now = Date.parse(this.now);
    let best: { handoff: FloorHandoff; task: Task } | undefined;
    let later = Infinity;
    for (const handoff of this.open) {
      if (cappedOwnerOf(handoff.state) !== personId) continue;
      const task = taskOf(handoff, this.#leads[indexOf(handoff)]!, person);
      if (!task) continue;
      if (task.from > now) later = Math.min(later, task.from);
      else if (!best || task.urgency < best.task.urgency) best = { handoff, task };
    }
    if (best) {
      const { state } = best.handoff;
      const duration = state.accepted ? minutesFor(state, this.#random) : acceptanceMinutes(this.#random);
      this.#activities.set(personId, { handoff: best.handoff, endsAt: now + minutes(duration) });
    } else if (later < Infinity) this.#nextMoments.set(personId, later);
  }

  #finish(person: FloorMember, handoff: FloorHandoff): void {
    const index = indexOf(handoff);
    const lead = this.#leads[index]!;
    const actor = actorOf(person);
    if (!handoff.state.accepted) {
      const reason = handoff.state.exclusions.length === 0 ? declinedLeads.get(index) : undefined;
      this.#give(handoff, actor, reason === undefined ? { type: 'accept' } : { type: 'decline', reason });
      return;
    }
    const planned = this.#returns.has(handoff) ? undefined : plannedReturns.find((each) => each.lead === index);
    for (const command of commandsAfterCall(handoff, lead, planned, this.#random, this.now)) {
      this.#give(handoff, actor, command);
      if (planned && command.type === 'return') this.#awaitReview(handoff, planned);
    }
  }

  #awaitReview(handoff: FloorHandoff, planned: PlannedReturn): void {
    this.#returns.set(handoff, planned);
    const { verdict, reviewedAfterHours } = planned;
    const reviewedAt = Date.parse(this.now) + reviewedAfterHours * HOUR;
    this.#schedule(reviewedAt, () =>
      this.#give(
        handoff,
        marketer,
        verdict ? { type: 'contest-return' } : { type: 'accept-return', disposition: 'nurtured' },
      ),
    );
    if (verdict) this.#schedule(reviewedAt + 5 * HOUR, () => this.#give(handoff, arbiter, verdict));
  }

  #arrive(lead: WeekLead, index: number): void {
    const handoff = this.start({ ...lead.judged, signalReceivedAt: lead.arrivesAt });
    for (const { afterHours, action } of leadActions.filter((each) => each.lead === index))
      this.#schedule(Date.parse(this.now) + afterHours * HOUR, () => this.#act(handoff, action, index));
  }

  #act(handoff: FloorHandoff, action: (typeof leadActions)[number]['action'], index: number): void {
    const { stage } = handoff.state;
    if (stage === 'ended' || (action === 'calls' && !stagesOfReps.includes(stage))) return;
    switch (action) {
      case 'asks-again':
        this.#give(handoff, telephony, { type: 'add-signal', signalId: `again-${index}`, signal: 'demo' });
        break;
      case 'downloads':
        this.#give(handoff, telephony, { type: 'add-signal', signalId: `download-${index}`, signal: 'content' });
        break;
      case 'replies':
        this.#give(handoff, telephony, { type: 'lead-replied', channel: 'email', evidence: recording });
        break;
      case 'calls': {
        const taker = this.people.find((person) => this.isAtWork(person) && person.roles?.includes('rep'));
        if (taker) this.#give(handoff, actorOf(taker), call('reached', { direction: 'inbound' }));
        break;
      }
      case 'opts-out':
        this.#give(handoff, marketer, { type: 'opt-out', evidence: recording });
        break;
      case 'is-erased':
        this.#give(handoff, telephony, { type: 'close-erased' });
        break;
    }
  }

  #give(handoff: FloorHandoff, actor: CommandActor, command: HandoffCommand): void {
    const refused = this.execute(handoff, actor, command);
    if (refused) {
      this.refusals.push(`${this.now} ${handoff.handoffId} ${actor.id} ${command.type}: ${refused.detail}`);
      this.#record(`${actor.id} could not ${command.type} ${handoff.handoffId}: ${refused.detail}`);
    }
  }

  #fallIll(): void {
    const person = this.people.find(({ personId }) => personId === sickLeave.personId)!;
    const { from, to } = sickLeave;
    person.calendar = { ...person.calendar, absences: [{ from, to }] };
    this.#record('boris is ill until Monday');
  }

  #leave(): void {
    const person = this.people.find(({ personId }) => personId === departure.personId)!;
    this.#record('denis leaves the company');
    person.active = false;
  }

  #isAwayFromDesk(personId: string): boolean {
    const { personId: awayId, from, to } = unannouncedBreak;
    const now = Date.parse(this.now);
    return personId === awayId && Date.parse(from) <= now && now < Date.parse(to);
  }

  #record(what: RecordedStep[] | string): void {
    this.entries.push(typeof what === 'string' ? { at: this.now, note: what } : { at: this.now, steps: what });
  }

  #schedule(at: string | number, happen: () => void): void {
    const moment = typeof at === 'string' ? Date.parse(at) : at;
    const index = this.#plan.findIndex((each) => each.at > moment);
    this.#plan.splice(index === -1 ? this.#plan.length : index, 0, { at: moment, happen });
  }
}

/** Any rep can take the call of a lead then. */
const stagesOfReps: readonly Stage[] = ['queued', 'awaiting-acceptance', 'awaiting-first-contact', 'working'];

/** Which of the 600 leads it is, by arrival. */
const indexOf = ({ handoffId }: FloorHandoff): number => Number(handoffId.slice('handoff-'.length)) - 1;

const actorOf = ({ personId, teamId, roles = [] }: FloorMember): CommandActor => ({
  id: personId,
  kind: 'person',
  roles,
  teamId,
});
