import {
  agreedTerms,
  applySteps,
  countedTouches,
  decide,
  emptyState,
  nextDeadline,
  refusal,
  route,
  routingRequest,
  WorkingTime,
  WorkingTimes,
} from '@baton/domain';
import type {
  Agreement,
  DraftedStep,
  HandoffState,
  Intent,
  JudgedLead,
  OwnerWanted,
  RecordedStep,
  RoutingDecision,
} from '@baton/domain';
import type { Chance } from './chance.ts';
import { someCommand } from './generated-command.ts';

const teams: Record<string, string[]> = { east: ['anna', 'boris', 'vera'], west: ['gleb', 'dina'] };
const MINUTE = 60_000;
/** All handoffs share their calendars. */
const times = new WorkingTimes();

/** One handoff lived through by the domain's own rules, with people who are quick, late or gone. */
export class GeneratedHandoff {
  readonly steps: RecordedStep[] = [];
  readonly #chance: Chance;
  readonly #agreement: Agreement;
  readonly #time: WorkingTime;
  #state: HandoffState;
  #now: number;

  constructor(handoffId: string, from: string, agreement: Agreement, chance: Chance) {
    this.#state = emptyState(handoffId);
    this.#now = Date.parse(from);
    this.#agreement = agreement;
    this.#time = new WorkingTime({ ...agreement.calendar, absences: [] });
    this.#chance = chance;
  }

  get state(): HandoffState {
    return this.#state;
  }

  get now(): string {
    return new Date(this.#now).toISOString();
  }

  live(judged: JudgedLead, until: string): void {
    const teamId = this.#chance.pick(...(Object.keys(teams) as [string, ...string[]]));
    this.#do({ kind: 'start', judged, teamId, messageId: 'judged' });
    while (this.#state.stage !== 'ended') {
      const pause = Math.floor(this.#chance.next() ** 3 * this.#chance.pick(30, 600, 9000) * MINUTE);
      const then = Math.min(this.#now + pause + 1, Date.parse(until));
      this.#passUntil(then);
      this.#now = Math.max(this.#now, then);
      if (then >= Date.parse(until) || this.#chance.happens(0.03)) return this.#passUntil(Date.parse(until));
      this.#act();
    }
  }

  /** What a system outside would do: close without asking the rules. */
  #act(): void {
    if (this.#chance.happens(0.02)) return this.#closeFromOutside();
    const { command, actor } = someCommand(this.#state, this.#agreement, this.now, this.#chance);
    const agreed = agreedTerms(this.#agreement, command);
    if (refusal(this.#state, { command, actor, receivedAt: this.now, agreed })) return;
    this.#do({ kind: 'command', command, actor, receivedAt: this.now, key: this.now, bodyHash: 'hash' });
  }

  #passUntil(then: number): void {
    for (let due = nextDeadline(this.#state); due && Date.parse(due) <= then; due = nextDeadline(this.#state)) {
      this.#now = Math.max(this.#now, Date.parse(due));
      this.#do({ kind: 'deadline', dueAt: due });
    }
  }

  #do(intent: Intent): void {
    const asked = routingRequest(this.#state, intent);
    const routing = asked && this.#route(asked, this.#judgedBy(intent));
    const time = () => this.#time;
    const closerId = intent.kind === 'command' && intent.command.type === 'qualify' && intent.command.closerId;
    const surroundings = {
      ...{ agreement: this.#agreement, now: this.now, time },
      ...(routing && { routing }),
      ...(closerId && { closerId }),
    };
    this.append(decide(this.#state, intent, surroundings));
  }

  #judgedBy(intent: Intent): Pick<JudgedLead, 'lead' | 'score'> {
    const judged = intent.kind === 'start' ? intent.judged : this.steps[0]?.step;
    if (!judged || !('score' in judged)) throw new Error('A handoff begins with its lead');
    return judged;
  }

  #route(
    { teamId, leftOut }: OwnerWanted,
    { lead: snapshot, score }: Pick<JudgedLead, 'lead' | 'score'>,
  ): RoutingDecision {
    const { calendar, routing: terms } = this.#agreement;
    const hours = { ...calendar, days: [], absences: [] };
    return route(
      {
        ...{ now: this.now, terms, calendar: hours, teams: [teamId], waiting: [], leftOut },
        lead: { snapshot, score },
      },
      (teams[teamId] ?? []).map((personId) => ({
        ...{ personId, teamId, active: this.#chance.happens(0.8), skills: [], languages: [], calendar: hours },
        ...{ open: 0, pass: this.#chance.happens(0.5) ? 1 : 0 },
      })),
      times,
    );
  }

  #closeFromOutside(): void {
    const actor = { kind: 'integration', id: 'crm' } as const;
    const { length } = countedTouches(this.#state);
    this.append([
      { at: this.now, actor, step: { type: 'unreachable', countedTouches: length, byItself: false } },
      { at: this.now, actor, step: { type: 'ended', ending: 'unreachable' } },
    ]);
  }

  append(drafted: DraftedStep[]): void {
    for (const draft of drafted) {
      const recorded: RecordedStep = {
        ...draft,
        handoffId: this.#state.handoffId,
        version: this.#state.version + 1,
        recordedAt: this.now,
        cause: { kind: 'message', id: `cause-${this.#state.version + 1}` },
      };
      this.steps.push(recorded);
      this.#state = applySteps(this.#state, [recorded]);
    }
  }
}
