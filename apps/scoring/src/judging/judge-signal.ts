import type { LeadCaptured } from '@baton/contracts';
import type { CriterionAnswer } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { Outbox } from '@baton/service';
import { Inject, Injectable } from '@nestjs/common';
import { hasDealtWith, isBefore, nextNumber } from '../journey/handoffs.ts';
import type { HeardStep } from '../journey/hear-step.ts';
import type { LatestVerdict } from '../journey/standing.ts';
import { takeSignal } from '../journey/take-signal.ts';
import type { JudgedSignal } from '../journey/take-signal.ts';
import { judgedMessage } from './judged-message.ts';
import { Journeys } from './journeys.ts';
import type { Entry, Journey } from './journeys.ts';

/** Judges signals and says so: row, history and outbox in the consumer's transaction. */
@Injectable()
export class JudgeSignal {
  readonly #journeys: Journeys;
  readonly #outbox: Outbox;

  constructor(@Inject(Journeys) journeys: Journeys, @Inject(Outbox) outbox: Outbox) {
    this.#journeys = journeys;
    this.#outbox = outbox;
  }

  /** A signal, for the first time. */
  async take(captured: LeadCaptured, receivedAt: string, transaction: SqlExecutor): Promise<void> {
    const { leadId, signalId, lead, createdBy, imported } = captured;
    const journey = await this.#journeys.lock(leadId, transaction);
    const signal = { signalId, lead, createdBy, receivedAt, ...(imported && { imported }) };
    await this.#judge(journey, { ...signal, judgedAgainFor: 0 }, transaction);
  }

  /** A handoff is over: what was taken for part of it, and was not dealt with there, is judged again. */
  async takeAgain(journey: Journey, { handoffs, ended }: HeardStep, transaction: SqlExecutor): Promise<void> {
    let current: Journey = { ...journey, handoffs };
    await this.#journeys.keepStanding(current, transaction);
    if (!ended) return;
    const judgedAgainFor = nextNumber(handoffs);
    for (const signal of await this.#journeys.signalsWithin(ended.number, journey.leadId, transaction)) {
      if (hasDealtWith(ended, signal)) continue;
      current = await this.#judge(current, { ...signal, judgedAgainFor }, transaction);
    }
  }

  async #judge(journey: Journey, signal: Omit<Entry, 'judged'>, transaction: SqlExecutor): Promise<Journey> {
    const { judged, handoffs } = takeSignal(journey.handoffs, signal, journey.agreements, journey.importedSignalIds);
    const after: Journey = { ...journey, handoffs, latest: latestOf(journey.latest, signal, judged) };
    const entry: Entry = { ...signal, judged };
    await this.#journeys.keep(after, entry, transaction);
    await this.#outbox.append(transaction, [judgedMessage(journey.leadId, entry, new Date())]);
    return after;
  }
}

function latestOf(
  before: LatestVerdict | undefined,
  { signalId, receivedAt }: Omit<Entry, 'judged'>,
  { judgement, reviewBy }: JudgedSignal,
): LatestVerdict {
  if (before && isBefore(receivedAt, before.receivedAt)) return before;
  // With a red flag only what raised it matters: of all that failed, flags alone are answered yes.
  const isReason = ({ answer, effect }: CriterionAnswer): boolean =>
    effect === 'failed' && (judgement.verdict !== 'rejected' || answer === 'yes');
  const failed = judgement.answers.filter(isReason).map(({ criterion }) => criterion);
  return { signalId, receivedAt, verdict: judgement.verdict, failed, ...(reviewBy && { reviewBy }) };
}
