import { applySteps, causeKey, decide, emptyState } from '@baton/domain';
import type { Cause, DraftedStep, HandoffState, Intent, RecordedStep } from '@baton/domain';
import { appendToOutbox, inPipelinedTransaction, OutboxRelay, sqlExecutorOf, together } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { PgPool } from '@baton/service';
import type { CommitAnswer, CommitRequest } from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import { AgreementStore } from '../agreements/agreement-store.ts';
import { writeNotifications } from '../notifications/notification-rows.ts';
import { draftHeldOutcomes, lockOutcomesOf } from '../outcomes/outcome-rows.ts';
import { writeTickets } from '../tickets/ticket-rows.ts';
import { SCHEMA } from '../schema.ts';
import { noteFreedPlace } from '../waiting/freed-place.ts';
import { insertSteps, lockHandoff, readSteps, updateRow } from './record-rows.ts';
import type { HandoffIdentity } from './record-rows.ts';
import { stepByStep } from './step-by-step.ts';
import { stepMessage } from './step-message.ts';
import { surroundingsOf } from './surroundings.ts';

/**
 * The record of all handoffs: append-only, and the one that decides after a crash.
 * Each commit is one transaction of steps, row, tickets, notifications and outgoing events.
 */
@Injectable()
export class HandoffRecords {
  readonly #pool: PgPool;
  readonly #agreements: AgreementStore;
  readonly #relay: OutboxRelay;

  constructor(pool: PgPool, agreements: AgreementStore, relay: OutboxRelay) {
    this.#pool = pool;
    this.#agreements = agreements;
    this.#relay = relay;
  }

  /** Decides and appends only if the record ends at the workflow's version; else says what the record holds beyond it. */
  async commit(request: CommitRequest): Promise<CommitAnswer> {
    const { handoffId, state, intent, now } = request;
    const cause = causeOf(intent);
    const answer = await inPipelinedTransaction(this.#pool, async (transaction): Promise<CommitAnswer> => {
      const { version, causeKnown } = await lockHandoff(transaction, request, causeKey(cause));
      if (version > state.version) {
        return { outcome: 'ahead', causeKnown, steps: await readSteps(transaction, handoffId, state.version) };
      }
      if (version < state.version)
        throw new Error(`Handoff ${handoffId}: the record ends at ${version}, behind the workflow's ${state.version}`);
      // A deadline that the state at this very version still holds has not been passed, whatever bears the same moment.
      if (causeKnown && intent.kind !== 'deadline') return { outcome: 'known' };
      const drafted = await this.#decide(transaction, request);
      return { outcome: 'committed', steps: await append(transaction, request, state, drafted, cause, now) };
    });
    if (answer.outcome === 'committed') this.#relay.nudge();
    return answer;
  }

  /** Appends steps outside of a workflow: imported history, and outcomes after the end. */
  async appendTo(
    identity: HandoffIdentity,
    cause: Cause,
    now: string,
    draft: (state: HandoffState) => DraftedStep[],
  ): Promise<void> {
    await inPipelinedTransaction(this.#pool, (transaction) =>
      this.appendWithin(transaction, identity, cause, now, draft),
    );
    this.#relay.nudge();
  }

  async appendWithin(
    transaction: SqlExecutor,
    identity: HandoffIdentity,
    cause: Cause,
    now: string,
    draft: (state: HandoffState) => DraftedStep[],
  ): Promise<void> {
    const { causeKnown } = await lockHandoff(transaction, identity, causeKey(cause));
    if (causeKnown) return;
    const state = applySteps(emptyState(identity.handoffId), await readSteps(transaction, identity.handoffId));
    await append(transaction, identity, state, draft(state), cause, now);
  }

  async stepsAfter(handoffId: string, version: number): Promise<RecordedStep[]> {
    return readSteps(sqlExecutorOf(this.#pool), handoffId, version);
  }

  async #decide(
    transaction: SqlExecutor,
    { state, intent, now, leadId, handoffNumber, agreementVersion }: CommitRequest,
  ): Promise<DraftedStep[]> {
    const agreement = await this.#agreements.version(agreementVersion, transaction);
    const isStart = intent.kind === 'start';
    const [surroundings, , outcomes] = await together(
      transaction,
      () => surroundingsOf(transaction, { state, intent, now, agreement }),
      async () => (isStart ? lockOutcomesOf(transaction, leadId) : undefined),
      async () => (isStart ? draftHeldOutcomes(transaction, { leadId, handoffNumber, began: now }) : []),
    );
    return [...decide(state, intent, surroundings), ...outcomes];
  }
}

async function append(
  transaction: SqlExecutor,
  identity: HandoffIdentity,
  state: HandoffState,
  drafted: DraftedStep[],
  cause: Cause,
  recordedAt: string,
): Promise<RecordedStep[]> {
  if (drafted.length === 0) return [];
  const { handoffId } = identity;
  const steps = drafted.map(({ at, actor, step }, index) => ({
    handoffId,
    version: state.version + 1 + index,
    at,
    recordedAt,
    actor,
    cause,
    step,
  }));
  const taken = stepByStep(state, steps);
  const after = taken.at(-1)?.state ?? state;
  const messages = steps.map((step) => stepMessage(identity, step));
  await together(
    transaction,
    () => insertSteps(transaction, steps),
    () => updateRow(transaction, after, steps),
    () => noteFreedPlace(transaction, state, after),
    () => writeTickets(transaction, taken),
    () => writeNotifications(transaction, taken),
    () => appendToOutbox(transaction, SCHEMA, messages),
  );
  return steps;
}

function causeOf(intent: Intent): Cause {
  switch (intent.kind) {
    case 'start':
      return { kind: 'message', id: intent.messageId };
    case 'command':
      return { kind: 'request', key: intent.key, bodyHash: intent.bodyHash };
    case 'deadline':
      return { kind: 'deadline', dueAt: intent.dueAt };
  }
}
