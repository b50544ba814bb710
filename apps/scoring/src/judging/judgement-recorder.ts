import type { LeadCaptured } from '@baton/contracts';
import { isContactRefused } from '@baton/domain';
import type { CriterionAnswer, ImportedHistory } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { Outbox } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { waitingHandoff, withNextHandoff } from '../journey/come-back.ts';
import { hasHandled, nextHandoffNumber } from '../journey/handoffs.ts';
import type { HandoffSummary } from '../journey/handoffs.ts';
import { isBefore } from '../journey/moments.ts';
import type { HandoffUpdate } from '../journey/apply-handoff-step.ts';
import type { LatestVerdict } from '../journey/lead-status.ts';
import { judgeSignal } from '../journey/judge-signal.ts';
import type { JudgedSignal } from '../journey/judge-signal.ts';
import { comeBackMessage, judgedMessage } from './judged-message.ts';
import { JourneyStore, statusOf } from './journey-store.ts';
import type { NewJudgement, Journey } from './journey-store.ts';

/** Judges signals, stores the judgements and appends their events to the outbox, all in the consumer's transaction. */
@Injectable()
export class JudgementRecorder {
  readonly #journeys: JourneyStore;
  readonly #outbox: Outbox;

  constructor(journeys: JourneyStore, outbox: Outbox) {
    this.#journeys = journeys;
    this.#outbox = outbox;
  }

  async judge(captured: LeadCaptured, receivedAt: string, transaction: SqlExecutor): Promise<void> {
    const { leadId, signalId, lead, createdBy, importedHistory } = captured;
    const journey = await this.#journeys.lockOrCreate(leadId, transaction);
    const history = importedHistory && journey.hasImportedOutcome ? asMql(importedHistory) : importedHistory;
    const signal = { signalId, lead, createdBy, receivedAt, ...(history && { importedHistory: history }) };
    await this.#judgeAndSave(journey, { ...signal, rejudgedForHandoff: 0 }, transaction);
  }

  /** The person opted out or was erased: marketing has nothing to review, unless they ask for contact again. */
  async endContact(leadId: string, at: string, transaction: SqlExecutor): Promise<void> {
    const journey = await this.#journeys.lockOrCreate(leadId, transaction);
    const { contactEndedAt } = journey;
    if (contactEndedAt !== undefined && !isBefore(contactEndedAt, at)) return;
    await this.#journeys.saveContactEnd({ ...journey, contactEndedAt: at }, transaction);
  }

  /** An imported lead that was won or lost had been an MQL, also when the import names no verdict. */
  async recordImportedOutcome(leadId: string, transaction: SqlExecutor): Promise<void> {
    let journey = await this.#journeys.lockOrCreate(leadId, transaction);
    if (journey.hasImportedOutcome) return;
    await this.#journeys.saveImportedOutcome(leadId, transaction);
    for (const signal of await this.#journeys.importedSignals(leadId, transaction)) {
      const rejudgedForHandoff = nextHandoffNumber(journey.handoffs);
      const importedHistory = asMql(signal.importedHistory);
      journey = await this.#judgeAndSave(journey, { ...signal, importedHistory, rejudgedForHandoff }, transaction);
    }
  }

  /** When a handoff has ended, judges again the signals that belonged to it but were not handled. */
  async applyUpdate(journey: Journey, update: HandoffUpdate, at: string, transaction: SqlExecutor): Promise<void> {
    const { handoffs, ended, comesBack } = update;
    let current: Journey = { ...journey, handoffs };
    if (comesBack) return this.#bringBack(current, comesBack, at, transaction);
    await this.#journeys.saveJourney(current, transaction);
    if (!ended) return;
    const rejudgedForHandoff = nextHandoffNumber(handoffs);
    for (const signal of await this.#journeys.signalsOfHandoff(ended.number, journey.leadId, transaction)) {
      if (hasHandled(ended, signal)) continue;
      current = await this.#judgeAndSave(current, { ...signal, rejudgedForHandoff }, transaction);
    }
  }

  /** Opens the next handoff of a postponed lead, unless something has replaced its postponement. */
  async #bringBack(journey: Journey, comesBack: HandoffSummary, at: string, transaction: SqlExecutor): Promise<void> {
    if (waitingHandoff(journey.handoffs, statusOf(journey))?.number !== comesBack.number) return;
    const judgement = await this.#journeys.openingJudgement(comesBack.number, journey.leadId, transaction);
    if (!judgement) return;
    const number = nextHandoffNumber(journey.handoffs);
    const handoffs = withNextHandoff(journey.handoffs, comesBack, at);
    await this.#journeys.saveJourney({ ...journey, handoffs }, transaction);
    await this.#outbox.append(transaction, [comeBackMessage(journey.leadId, number, comesBack, judgement, at)]);
  }

  async #judgeAndSave(
    journey: Journey,
    signal: Omit<NewJudgement, 'judged'>,
    transaction: SqlExecutor,
  ): Promise<Journey> {
    const postponed = waitingHandoff(journey.handoffs, statusOf(journey));
    const { judged, handoffs } = judgeSignal(
      journey.handoffs,
      signal,
      journey.agreements,
      journey.importedSignalIds,
      postponed,
    );
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

const asMql = (history: ImportedHistory): ImportedHistory => ({ ...history, verdict: 'mql' });

function latestVerdictOf(
  before: LatestVerdict | undefined,
  { signalId, receivedAt }: Omit<NewJudgement, 'judged'>,
  { judgement, reviewDueAt }: JudgedSignal,
): LatestVerdict {
  if (before && isBefore(receivedAt, before.receivedAt)) return before;
  // A rejection is caused by its red flags alone, and only red flags fail with the answer yes.
  const decidedAgainst = ({ answer, effect }: CriterionAnswer): boolean =>
    effect === 'failed' && (judgement.verdict !== 'rejected' || answer === 'yes');
  const failed = judgement.answers.filter(decidedAgainst).map(({ criterion }) => criterion);
  return {
    signalId,
    receivedAt,
    verdict: judgement.verdict,
    failed,
    ...(isContactRefused(judgement) && { isContactRefused: true }),
    ...(reviewDueAt && { reviewDueAt }),
  };
}
