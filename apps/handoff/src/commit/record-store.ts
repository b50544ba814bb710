import { applySteps, causeKey, decide, emptyState } from '@baton/domain';
import type { Cause, DraftedStep, HandoffState, Intent, RecordedStep } from '@baton/domain';
import { appendToOutbox, inPipelinedTransaction, OutboxRelay, sqlExecutorOf, runPipelined } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { PgPool } from '@baton/service';
import type { CommitResult, CommitRequest } from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import { AgreementStore } from '../agreements/agreement-store.ts';
import { writeNotifications } from '../notifications/notification-rows.ts';
import { draftUnrecordedOutcomes, lockOutcomesOf } from '../outcomes/outcome-rows.ts';
import { writeTickets } from '../tickets/ticket-rows.ts';
import { SCHEMA } from '../database/schema.ts';
import { recordCapacityReleased } from '../team-queue/capacity-released.ts';
import { insertSteps, lockHandoff, readSteps, updateHandoffRow } from '../handoff-row/record-rows.ts';
import type { HandoffIdentity } from '../handoff-row/record-rows.ts';
import { stepStates } from '../handoff-row/step-states.ts';
import { stepMessage } from './step-message.ts';
import { readDecisionContext } from './decision-context.ts';

/**
 * The record of all handoffs: append-only, and the one that decides after a crash.
 * Each commit is one transaction of steps, row, tickets, notifications and outgoing events.
 */
@Injectable()
export class RecordStore {
  readonly #pool: PgPool;
  readonly #agreements: AgreementStore;
  readonly #relay: OutboxRelay;

  constructor(pool: PgPool, agreements: AgreementStore, relay: OutboxRelay) {
    this.#pool = pool;
    this.#agreements = agreements;
    this.#relay = relay;
  }

  /** Decides and appends only if the record ends at the workflow's version; else says what the record holds beyond it. */
  async commit(request: CommitRequest): Promise<CommitResult> {
    const { handoffId, state, intent, now } = request;
    const cause = causeOf(intent);
    const answer = await inPipelinedTransaction(this.#pool, async (transaction): Promise<CommitResult> => {
      const { version, isDuplicate } = await lockHandoff(transaction, request, causeKey(cause));
      if (version > state.version) {
        return { outcome: 'record-ahead', isDuplicate, steps: await readSteps(transaction, handoffId, state.version) };
      }
      if (version < state.version)
        throw new Error(`Handoff ${handoffId}: the record ends at ${version}, behind the workflow's ${state.version}`);
      // A deadline that the state at this very version still holds has not been passed, whatever bears the same moment.
      if (isDuplicate && intent.kind !== 'deadline') return { outcome: 'duplicate' };
      const drafted = await this.#decide(transaction, request);
      return { outcome: 'committed', steps: await appendSteps(transaction, request, state, drafted, cause, now) };
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
    await inPipelinedTransaction(this.#pool, (transaction) => this.append(transaction, identity, cause, now, draft));
    this.#relay.nudge();
  }

  async append(
    transaction: SqlExecutor,
    identity: HandoffIdentity,
    cause: Cause,
    now: string,
    draft: (state: HandoffState) => DraftedStep[],
  ): Promise<void> {
    const { isDuplicate } = await lockHandoff(transaction, identity, causeKey(cause));
    if (isDuplicate) return;
    const state = applySteps(emptyState(identity.handoffId), await readSteps(transaction, identity.handoffId));
    await appendSteps(transaction, identity, state, draft(state), cause, now);
  }

  async stepsAfter(handoffId: string, version: number): Promise<RecordedStep[]> {
    return readSteps(sqlExecutorOf(this.#pool), handoffId, version);
  }

  async #decide(
    transaction: SqlExecutor,
    { state, intent, now, leadId, handoffNumber, agreementVersion }: CommitRequest,
  ): Promise<DraftedStep[]> {
    const agreement = await this.#agreements.document(agreementVersion, transaction);
    const isStart = intent.kind === 'start';
    const [context, , outcomes] = await runPipelined(
      transaction,
      () => readDecisionContext(transaction, { state, intent, now, agreement }),
      async () => (isStart ? lockOutcomesOf(transaction, leadId) : undefined),
      async () => (isStart ? draftUnrecordedOutcomes(transaction, { leadId, handoffNumber, startedAt: now }) : []),
    );
    return [...decide(state, intent, context), ...outcomes];
  }
}

async function appendSteps(
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
  const stepsWithStates = stepStates(state, steps);
  const after = stepsWithStates.at(-1)?.state ?? state;
  const messages = steps.map((step) => stepMessage(identity, step));
  await runPipelined(
    transaction,
    () => insertSteps(transaction, steps),
    () => updateHandoffRow(transaction, after, steps),
    () => recordCapacityReleased(transaction, state, after),
    () => writeTickets(transaction, stepsWithStates),
    () => writeNotifications(transaction, stepsWithStates),
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
