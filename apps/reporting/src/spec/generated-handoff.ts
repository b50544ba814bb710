import {
  applySteps,
  commandTerms,
  countedTouches,
  decide,
  emptyState,
  MINUTE,
  nextDeadline,
  ownerRequest,
  refusalFor,
  route,
  WorkingTime,
  WorkingTimeCache,
} from '@baton/domain';
import type {
  Agreement,
  DraftedStep,
  HandoffState,
  Intent,
  JudgedLead,
  OwnerRequest,
  RecordedStep,
  RoutingDecision,
} from '@baton/domain';
import type { SeededRandom } from '@baton/testing';
import { randomCommand } from './generated-command.ts';

const teams: Record<string, string[]> = { east: ['anna', 'boris', 'vera'], west: ['gleb', 'dina'] };
/** Shared by all handoffs, because computing working times is slow. */
const times = new WorkingTimeCache();

/** A random handoff by the rules of the domain, with people who are quick, late or absent. */
export class GeneratedHandoff {
  readonly steps: RecordedStep[] = [];
  readonly #random: SeededRandom;
  readonly #agreement: Agreement;
  readonly #time: WorkingTime;
  #state: HandoffState;
  #now: number;

  constructor(handoffId: string, from: string, agreement: Agreement, random: SeededRandom) {
    this.#state = emptyState(handoffId);
    this.#now = Date.parse(from);
    this.#agreement = agreement;
    this.#time = new WorkingTime({ ...agreement.calendar, absences: [] });
    this.#random = random;
  }

  get state(): HandoffState {
    return this.#state;
  }

  get now(): string {
    return new Date(this.#now).toISOString();
  }

  run(judged: JudgedLead, until: string): void {
    const teamId = this.#random.pick(Object.keys(teams));
    this.#apply({ kind: 'start', judged, teamId, messageId: 'judged' });
    while (this.#state.stage !== 'ended') {
      const pause = Math.floor(this.#random.next() ** 3 * this.#random.pick([30, 600, 9000]) * MINUTE);
      const then = Math.min(this.#now + pause + 1, Date.parse(until));
      this.#advanceTo(then);
      this.#now = Math.max(this.#now, then);
      if (then >= Date.parse(until) || this.#random.chance(0.03)) return this.#advanceTo(Date.parse(until));
      this.#applyRandomCommand();
    }
  }

  /** Occasionally closes the handoff like an external system, without checking the rules. */
  #applyRandomCommand(): void {
    if (this.#random.chance(0.02)) return this.#closeExternally();
    const { command, actor } = randomCommand(this.#state, this.#agreement, this.now, this.#random);
    const agreed = commandTerms(this.#agreement, command);
    if (refusalFor(this.#state, { command, actor, receivedAt: this.now, terms: agreed })) return;
    this.#apply({ kind: 'command', command, actor, receivedAt: this.now, key: this.now, bodyHash: 'hash' });
  }

  #advanceTo(then: number): void {
    for (let due = nextDeadline(this.#state); due && Date.parse(due) <= then; due = nextDeadline(this.#state)) {
      this.#now = Math.max(this.#now, Date.parse(due));
      this.#apply({ kind: 'deadline', dueAt: due });
    }
  }

  #apply(intent: Intent): void {
    const wanted = ownerRequest(this.#state, intent);
    const teamId = intent.kind === 'start' ? intent.teamId : (this.#state.teamId ?? '');
    const routing = wanted && this.#route(wanted, teamId, this.#judgedBy(intent));
    const time = () => this.#time;
    const closerId = intent.kind === 'command' && intent.command.type === 'qualify' && intent.command.closerId;
    const context = {
      agreement: this.#agreement,
      now: this.now,
      time,
      poolTime: this.#time,
      ...(routing && { routing }),
      ...(closerId && { closerId }),
    };
    const delay = this.#random.chance(0.1) ? this.#random.between(1, 3000) * MINUTE : 0;
    this.append(decide(this.#state, intent, context), delay);
  }

  #judgedBy(intent: Intent): Pick<JudgedLead, 'lead' | 'score'> {
    const judged = intent.kind === 'start' ? intent.judged : this.steps[0]?.step;
    if (!judged || !('score' in judged)) throw new Error('The first step of a handoff must hold its lead.');
    return judged;
  }

  #route(
    request: OwnerRequest,
    teamId: string,
    { lead: snapshot, score }: Pick<JudgedLead, 'lead' | 'score'>,
  ): RoutingDecision {
    const { calendar, routing: terms } = this.#agreement;
    const hours = { ...calendar, specialDays: [], absences: [] };
    return route(
      {
        ...request,
        now: this.now,
        terms,
        firstContact: this.#agreement.promises['first-contact'],
        calendar: hours,
        teams: [teamId],
        queuedAhead: [],
        lead: { snapshot, score },
      },
      (teams[teamId] ?? []).map((personId) => ({
        personId,
        teamId,
        active: this.#random.chance(0.8),
        skills: [],
        languages: [],
        calendar: hours,
        openHandoffs: 0,
        takenSlots: this.#random.chance(0.2) ? 1 : 0,
        unresponsive: false,
        pass: this.#random.chance(0.5) ? 1 : 0,
      })),
      times,
    );
  }

  #closeExternally(): void {
    const actor = { kind: 'integration', id: 'crm' } as const;
    const { length } = countedTouches(this.#state);
    this.append([
      { at: this.now, actor, step: { type: 'unreachable', countedTouches: length, automatic: false } },
      { at: this.now, actor, step: { type: 'ended', ending: 'unreachable' } },
    ]);
  }

  /** A direct signal replaces the postponement. */
  resume(handoffId: string, handoffNumber: number, at: number): void {
    const step = { type: 'resumed', handoffId, handoffNumber, cause: 'direct-signal' } as const;
    this.append([{ at: new Date(at).toISOString(), actor: { kind: 'system', id: 'baton' }, step }]);
  }

  /** The steps can be recorded later than they took effect, as after an outage. Later ones are never recorded before them. */
  append(drafted: DraftedStep[], delay = 0): void {
    for (const draft of drafted) {
      const notBefore = [draft.at, this.steps.at(-1)?.recordedAt ?? draft.at].map((moment) => Date.parse(moment));
      const recordedAt = Math.max(this.#now + delay, ...notBefore);
      const recorded: RecordedStep = {
        ...draft,
        handoffId: this.#state.handoffId,
        version: this.#state.version + 1,
        recordedAt: new Date(recordedAt).toISOString(),
        cause: { kind: 'message', id: `cause-${this.#state.version + 1}` },
      };
      this.steps.push(recorded);
      this.#state = applySteps(this.#state, [recorded]);
    }
  }
}
