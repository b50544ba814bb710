import { agreementForLead, BATON, causeKey, decide, earliest, refusalUnder } from '@baton/domain';
import type { Agreement, Cause, DraftedStep, HandoffState, Intent, RecordedStep } from '@baton/domain';
import { databaseTime, inPipelinedTransaction, OutboxRelay, runPipelined, sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { CommitSignal, PgPool } from '@baton/service';
import type { CommitRequest, CommitResult } from '@baton/workflows';
import { Inject, Injectable } from '@nestjs/common';
import { AgreementStore } from '../agreements/agreement-store.ts';
import {
  findIdentity,
  insertSteps,
  lockHandoff,
  readJudgedLead,
  readState,
  readSteps,
  updateHandoffRow,
} from '../handoff-row/record-rows.ts';
import type { HandoffIdentity } from '../handoff-row/record-rows.ts';
import { stepStates } from '../handoff-row/step-states.ts';
import { draftUnrecordedOutcomes, lockOutcomesOf } from '../outcomes/outcome-rows.ts';
import { COMMIT_EFFECTS } from './commit-effect.ts';
import type { CommitEffect } from './commit-effect.ts';
import { readDecisionContext } from './decision-context.ts';

/** Steps to append to a record, all with the same cause. */
interface DraftedCommit {
  identity: HandoffIdentity;
  before: HandoffState;
  drafted: readonly DraftedStep[];
  cause: Cause;
  recordedAt: string;
}

/** The append-only records of all handoffs, which are authoritative after a crash. Each commit is one transaction. */
@Injectable()
export class RecordStore {
  readonly #pool: PgPool;
  readonly #agreements: AgreementStore;
  readonly #relay: OutboxRelay;
  readonly #signal: CommitSignal;
  readonly #effects: readonly CommitEffect[];

  constructor(
    pool: PgPool,
    agreements: AgreementStore,
    relay: OutboxRelay,
    signal: CommitSignal,
    @Inject(COMMIT_EFFECTS) effects: readonly CommitEffect[],
  ) {
    this.#pool = pool;
    this.#agreements = agreements;
    this.#relay = relay;
    this.#signal = signal;
    this.#effects = effects;
  }

  /** Decides and appends only if the record ends at the workflow's version; otherwise returns what the record holds beyond it. */
  async commit(request: CommitRequest): Promise<CommitResult> {
    const { handoffId, state, intent, now } = request;
    const cause = causeOf(intent);
    const result = await inPipelinedTransaction(this.#pool, async (transaction): Promise<CommitResult> => {
      const { version, isDuplicate } = await lockHandoff(transaction, request, causeKey(cause));
      if (version > state.version) {
        const steps = await readSteps(transaction, handoffId, state.version);
        return { outcome: 'record-ahead', isDuplicate, steps };
      }
      if (version < state.version)
        throw new Error(`Handoff ${handoffId}: the record ends at ${version}, behind the workflow's ${state.version}`);
      // Two deadlines can be due at the same moment. The state at this version still has this one, so it is not a duplicate.
      if (isDuplicate && intent.kind !== 'deadline') return { outcome: 'duplicate' };
      const agreement = await this.#agreementFor(transaction, request);
      const refusal = intent.kind === 'command' ? refusalUnder(agreement, state, intent) : undefined;
      if (refusal) return { outcome: 'refused', refusal };
      const drafted = await this.#decide(transaction, request, agreement);
      const commit = { identity: request, before: state, drafted, cause, recordedAt: now };
      const steps = await this.#appendDrafted(transaction, commit);
      await this.#linkPostponed(transaction, request);
      return { outcome: 'committed', steps };
    });
    if (result.outcome === 'committed') {
      this.#relay.nudge();
      this.#signal.announce();
    }
    return result;
  }

  /** Appends steps that no workflow decides: imported history, and outcomes after the end. */
  async append(
    transaction: SqlExecutor,
    identity: HandoffIdentity,
    cause: Cause,
    drafted: readonly DraftedStep[],
  ): Promise<void> {
    await this.#appendOnce(transaction, identity, cause, () => drafted);
  }

  /**
   * Appends steps to the record of a handoff whose workflow has ended.
   * @param draft gets what the record holds, and runs under the lock of the handoff
   */
  async appendAfterEnd(
    identity: HandoffIdentity,
    cause: Cause,
    draft: (before: HandoffState, transaction: SqlExecutor) => Promise<readonly DraftedStep[]>,
  ): Promise<void> {
    await inPipelinedTransaction(this.#pool, (transaction) =>
      this.#appendOnce(transaction, identity, cause, (before) => draft(before, transaction)),
    );
    this.#relay.nudge();
    this.#signal.announce();
  }

  async #appendOnce(
    transaction: SqlExecutor,
    identity: HandoffIdentity,
    cause: Cause,
    draft: (before: HandoffState) => readonly DraftedStep[] | Promise<readonly DraftedStep[]>,
  ): Promise<void> {
    const { isDuplicate } = await lockHandoff(transaction, identity, causeKey(cause));
    if (isDuplicate) return;
    const before = await readState(transaction, identity.handoffId);
    const recordedAt = await databaseTime(transaction);
    await this.#appendDrafted(transaction, { identity, before, drafted: await draft(before), cause, recordedAt });
  }

  /** The record of a postponed handoff names the one that continues it, from the moment that this one starts. */
  async #linkPostponed(transaction: SqlExecutor, { intent, leadId, ...successor }: CommitRequest): Promise<void> {
    if (intent.kind !== 'start' || !intent.judged.resumes) return;
    const { handoffNumber, cause } = intent.judged.resumes;
    const postponed = await findIdentity(transaction, leadId, handoffNumber);
    if (!postponed) return;
    const step: DraftedStep = {
      at: successor.now,
      actor: { kind: 'system', id: BATON },
      step: { type: 'resumed', handoffId: successor.handoffId, handoffNumber: successor.handoffNumber, cause },
    };
    await this.append(transaction, postponed, { kind: 'message', id: intent.messageId }, [step]);
  }

  async readStepsAfter(handoffId: string, version: number): Promise<RecordedStep[]> {
    return readSteps(sqlExecutorOf(this.#pool), handoffId, version);
  }

  /** The agreement as it applies to the lead of the handoff. */
  async #agreementFor(
    transaction: SqlExecutor,
    { handoffId, agreementVersion, intent }: CommitRequest,
  ): Promise<Agreement> {
    const agreement = await this.#agreements.document(agreementVersion, transaction);
    if (agreement.promiseRules.length === 0) return agreement;
    const { lead, score } = intent.kind === 'start' ? intent.judged : await readJudgedLead(transaction, handoffId);
    return agreementForLead(agreement, { snapshot: lead, score });
  }

  async #decide(
    transaction: SqlExecutor,
    { state, intent, now, ...identity }: CommitRequest,
    agreement: Agreement,
  ): Promise<DraftedStep[]> {
    const readContext = () => readDecisionContext(transaction, { state, intent, now, agreement });
    if (intent.kind !== 'start') return decide(state, intent, await readContext());
    const { leadId, handoffNumber } = identity;
    const target = { handoffNumber, beganAt: now, isImported: false };
    const [context, , outcomes] = await runPipelined(
      transaction,
      readContext,
      () => lockOutcomesOf(transaction, leadId),
      () => draftUnrecordedOutcomes(transaction, leadId, target, now),
    );
    return [...decide(state, intent, context), ...outcomes];
  }

  async #appendDrafted(transaction: SqlExecutor, commit: DraftedCommit): Promise<RecordedStep[]> {
    const { identity, before } = commit;
    const recorded = recordedSteps(commit);
    const steps = stepStates(before, recorded);
    const after = steps.at(-1)?.state;
    if (!after) return [];
    await runPipelined(
      transaction,
      () => insertSteps(transaction, recorded),
      () => updateHandoffRow(transaction, after, recorded),
      ...this.#effects.map((effect) => () => effect(transaction, { identity, before, after, steps })),
    );
    return recorded;
  }
}

const recordedSteps = ({ identity, before, drafted, cause, recordedAt }: DraftedCommit): RecordedStep[] =>
  drafted.map(({ at, actor, step }, index) => ({
    handoffId: identity.handoffId,
    version: before.version + 1 + index,
    // What others report can be dated later than its receipt.
    at: earliest(at, recordedAt),
    recordedAt,
    actor,
    cause,
    step,
  }));

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
