import type { HandoffStep, RecordedStep } from '@baton/domain';
import type { CastMember } from './cast.ts';

/** A step as the answer to a command told it. */
export type AnsweredStep = Pick<RecordedStep, 'version' | 'at' | 'step'>;

/** What was sent, and what was answered. */
export interface SentSignal {
  member: CastMember;
  /** Whether it should have become a lead. */
  isGood: boolean;
  door: string;
  /** Of HTTP only; Kafka answers nothing. */
  status?: number;
  leadId?: string;
}

export interface ToldOutcome {
  handoffId: string;
  leadId: string;
  outcome: 'won' | 'lost';
  amount: number;
  channel: string;
}

/** The world's own book: what it did and what it was answered, kept apart from everything that Baton says later. */
export class Book {
  readonly signals: SentSignal[] = [];
  readonly outcomes: ToldOutcome[] = [];
  /** Answers that should not be; each of them fails the simulation. */
  readonly complaints: string[] = [];
  readonly refusals = new Map<string, number>();
  readonly stories = new Map<string, string>();
  readonly #steps = new Map<string, Map<number, AnsweredStep>>();

  /** The same command answered twice gives the same steps, which count once. */
  answered(handoffId: string, steps: readonly AnsweredStep[]): void {
    const known = this.#steps.get(handoffId) ?? new Map<number, AnsweredStep>();
    for (const step of steps) known.set(step.version, step);
    this.#steps.set(handoffId, known);
  }

  /** What a race allows, such as a command that comes just after the lead was passed on. */
  refused(why: string): void {
    this.refusals.set(why, (this.refusals.get(why) ?? 0) + 1);
  }

  complain(text: string): void {
    this.complaints.push(text);
  }

  stepsOf(handoffId: string): AnsweredStep[] {
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
