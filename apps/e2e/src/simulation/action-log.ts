import type { HandoffStep, RecordedStep } from '@baton/domain';
import type { SimulatedLead } from './plan-leads.ts';

/** A step as the answer to a command told it. */
export type ConfirmedStep = Pick<RecordedStep, 'version' | 'at' | 'step'>;

/** What was sent, and what was answered. */
export interface SentSignal {
  lead: SimulatedLead;
  /** Whether it should have become a lead. */
  isValid: boolean;
  entryPoint: string;
  /** Of HTTP only; Kafka answers nothing. */
  status?: number;
  leadId?: string;
}

export interface ReportedOutcome {
  handoffId: string;
  leadId: string;
  outcome: 'won' | 'lost';
  amount: number;
  channel: string;
}

/** The world's own book: what it did and what it was answered, kept apart from everything that Baton says later. */
export class ActionLog {
  readonly signals: SentSignal[] = [];
  readonly outcomes: ReportedOutcome[] = [];
  /** Answers that should not be; each of them fails the simulation. */
  readonly unexpectedResponses: string[] = [];
  readonly refusals = new Map<string, number>();
  readonly scenarios = new Map<string, string>();
  readonly #steps = new Map<string, Map<number, ConfirmedStep>>();

  /** The same command answered twice gives the same steps, which count once. */
  recordSteps(handoffId: string, steps: readonly ConfirmedStep[]): void {
    const known = this.#steps.get(handoffId) ?? new Map<number, ConfirmedStep>();
    for (const step of steps) known.set(step.version, step);
    this.#steps.set(handoffId, known);
  }

  /** What a race allows, such as a command that comes just after the lead was passed on. */
  recordRefusal(why: string): void {
    this.refusals.set(why, (this.refusals.get(why) ?? 0) + 1);
  }

  recordUnexpected(text: string): void {
    this.unexpectedResponses.push(text);
  }

  stepsOf(handoffId: string): ConfirmedStep[] {
    return [...(this.#steps.get(handoffId)?.values() ?? [])].sort((a, b) => a.version - b.version);
  }

  get handoffIds(): string[] {
    return [...this.#steps.keys()];
  }

  /** How many answered steps there are of a type. */
  count(type: HandoffStep['type'], matches: (step: HandoffStep) => boolean = () => true): number {
    return this.handoffIds
      .flatMap((handoffId) => this.stepsOf(handoffId))
      .filter(({ step }) => step.type === type && matches(step)).length;
  }
}
