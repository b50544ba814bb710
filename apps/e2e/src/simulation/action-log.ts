import type { HandoffStep, RecordedStep } from '@baton/domain';
import type { SimulatedLead } from './plan-leads.ts';

/** A step in the response to a command. */
export type ConfirmedStep = Pick<RecordedStep, 'version' | 'at' | 'step'>;

/** A sent signal and the response to it. */
export interface SentSignal {
  lead: SimulatedLead;
  /** Whether it must become a lead. */
  isValid: boolean;
  entryPoint: string;
  /** Set for HTTP only. */
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

/** What the simulation did and the responses to it, recorded independently of what Baton stores. */
export class ActionLog {
  readonly signals: SentSignal[] = [];
  readonly outcomes: ReportedOutcome[] = [];
  /** Each of these fails the simulation. */
  readonly unexpectedResponses: string[] = [];
  readonly refusals = new Map<string, number>();
  readonly scenarios = new Map<string, string>();
  readonly #steps = new Map<string, Map<number, ConfirmedStep>>();

  /** Steps of a repeated response count once. */
  recordSteps(handoffId: string, steps: readonly ConfirmedStep[]): void {
    const known = this.#steps.get(handoffId) ?? new Map<number, ConfirmedStep>();
    for (const step of steps) known.set(step.version, step);
    this.#steps.set(handoffId, known);
  }

  /** Counts a refusal that a race can cause, such as a command just after a reassignment. */
  recordRefusal(reason: string): void {
    this.refusals.set(reason, (this.refusals.get(reason) ?? 0) + 1);
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

  /** The number of confirmed steps of a type. */
  count(type: HandoffStep['type'], matches: (step: HandoffStep) => boolean = () => true): number {
    return this.handoffIds
      .flatMap((handoffId) => this.stepsOf(handoffId))
      .filter(({ step }) => step.type === type && matches(step)).length;
  }
}
