import type { LeadCaptured } from '@baton/contracts';
import type { CriterionAnswer } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { Outbox } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { hasHandled, isBefore, nextHandoffNumber } from '../journey/handoffs.ts';
import type { HandoffUpdate } from '../journey/apply-handoff-step.ts';
import type { LatestVerdict } from '../journey/lead-status.ts';
import { judgeSignal } from '../journey/judge-signal.ts';
import type { JudgedSignal } from '../journey/judge-signal.ts';
import { judgedMessage } from './judged-message.ts';
import { JourneyStore } from './journey-store.ts';
import type { NewJudgement, Journey } from './journey-store.ts';

/** Judges signals and says so: row, history and outbox in the consumer's transaction. */
@Injectable()
export class JudgementRecorder {
  readonly #journeys: JourneyStore;
  readonly #outbox: Outbox;

  constructor(journeys: JourneyStore, outbox: Outbox) {
    this.#journeys = journeys;
    this.#outbox = outbox;
  }

  /** A signal, for the first time. */
  async judge(captured: LeadCaptured, receivedAt: string, transaction: SqlExecutor): Promise<void> {
    const { leadId, signalId, lead, createdBy, importedHistory } = captured;
    const journey = await this.#journeys.lockOrCreate(leadId, transaction);
    const signal = { signalId, lead, createdBy, receivedAt, ...(importedHistory && { importedHistory }) };
    await this.#judgeAndSave(journey, { ...signal, rejudgedForHandoff: 0 }, transaction);
  }

  /** A handoff is over: what was taken for part of it, and was not dealt with there, is judged again. */
  async applyUpdate(journey: Journey, { handoffs, ended }: HandoffUpdate, transaction: SqlExecutor): Promise<void> {
    let current: Journey = { ...journey, handoffs };
    await this.#journeys.saveJourney(current, transaction);
    if (!ended) return;
    const rejudgedForHandoff = nextHandoffNumber(handoffs);
    for (const signal of await this.#journeys.signalsOfHandoff(ended.number, journey.leadId, transaction)) {
      if (hasHandled(ended, signal)) continue;
      current = await this.#judgeAndSave(current, { ...signal, rejudgedForHandoff }, transaction);
    }
  }

  async #judgeAndSave(
    journey: Journey,
    signal: Omit<NewJudgement, 'judged'>,
    transaction: SqlExecutor,
  ): Promise<Journey> {
    const { judged, handoffs } = judgeSignal(journey.handoffs, signal, journey.agreements, journey.importedSignalIds);
    const after: Journey = {
      ...journey,
      handoffs,
      latestVerdict: latestVerdictOf(journey.latestVerdict, signal, judged),
    };
    const entry: NewJudgement = { ...signal, judged };
    await this.#journeys.saveJudgement(after, entry, transaction);
    await this.#outbox.append(transaction, [judgedMessage(journey.leadId, entry, new Date())]);
    return after;
  }
}

function latestVerdictOf(
  before: LatestVerdict | undefined,
  { signalId, receivedAt }: Omit<NewJudgement, 'judged'>,
  { judgement, reviewDueAt }: JudgedSignal,
): LatestVerdict {
  if (before && isBefore(receivedAt, before.receivedAt)) return before;
  // With a red flag only what raised it matters: of all that failed, flags alone are answered yes.
  const isReason = ({ answer, effect }: CriterionAnswer): boolean =>
    effect === 'failed' && (judgement.verdict !== 'rejected' || answer === 'yes');
  const failed = judgement.answers.filter(isReason).map(({ criterion }) => criterion);
  return { signalId, receivedAt, verdict: judgement.verdict, failed, ...(reviewDueAt && { reviewDueAt }) };
}
