import { BATON, clampMoment, emptyState, nextDeadline, isQueued, refusalFor, utcClock } from '@baton/domain';
import type { CommandActor, HandoffCommand, HandoffState, Intent, Refusal } from '@baton/domain';
import {
  ApplicationFailure,
  CancellationScope,
  condition,
  proxyLocalActivities,
  setCurrentDetails,
  sleep,
  TemporalFailure,
  upsertSearchAttributes,
  uuid4,
} from '@temporalio/workflow';
import { MALFORMED, RECORD_UNAVAILABLE, REFUSED } from './handoff.contract.ts';
import type {
  CommandRequest,
  CommandResult,
  CommandUpdate,
  HandoffActivities,
  HandoffInput,
  RefusalDetail,
} from './handoff.contract.ts';
import { commitSummary, currentDetails, searchAttributesOf, timerSummary } from './handoff-view.ts';
import type { ViewTime } from './handoff-view.ts';
import type { PostponementInput } from './postponement.contract.ts';
import { limitReceipt, readCommitResult, readSignal, readSteps, readUpdate } from './received-input.ts';
import type { ReadCommitResult, ReadSteps } from './received-input.ts';

/** After 3 s PostgreSQL counts as unavailable and a timer takes over: a waiting local activity keeps its workflow task open. */
const { recordTransfer, recordCommand, recordDeadline, readStepsAfter } = proxyLocalActivities<HandoffActivities>({
  scheduleToCloseTimeout: '3s',
  retry: { initialInterval: '100ms', backoffCoefficient: 2, maximumInterval: '1s' },
});

const commitActivities = { start: recordTransfer, command: recordCommand, deadline: recordDeadline };

const MAXIMUM_RETRY_SECONDS = 60;

/** The workflow's side of the record: what it knows, and the one lock that spans decide, commit and apply. */
export class HandoffSession {
  state: HandoffState;
  readonly #input: HandoffInput;
  #turnsTaken = 0;
  #turnsOver = 0;
  /** Set while a local activity runs. */
  #attemptBeganAt: string | undefined;
  #shownAttributes = '';
  /** A repeated request succeeds even if the handoff would refuse it by now. */
  readonly #completedRequests = new Set<string>();

  constructor(input: HandoffInput) {
    this.#input = input;
    // The state may come from a run of an earlier version of this code, which lacks fields added since.
    this.state = { ...emptyState(input.handoffId), ...input.state };
    if (!input.state) return;
    // A continued run inherits the search attributes, but not the details.
    this.#shownAttributes = JSON.stringify(searchAttributesOf(this.state));
    this.#showDetails();
  }

  get isNew(): boolean {
    return this.state.version === 0;
  }

  get isOpen(): boolean {
    return this.state.stage !== 'ended';
  }

  get ending(): string {
    return this.state.ending ?? 'open';
  }

  /** Present when the handoff has ended postponed: what its lead waits for. */
  get postponement(): PostponementInput | undefined {
    const { ending, postponedUntil, ownerId, handoffId } = this.state;
    if (ending !== 'postponed' || postponedUntil === undefined || ownerId === null) return undefined;
    const { localClock } = this.#input;
    return { handoffId, until: postponedUntil, ownerId, ...(localClock && { localClock }) };
  }

  /** For the timer that waits for the next deadline. */
  get timerSummary(): string {
    return timerSummary(this.state, this.#viewTime);
  }

  /** Validates an Update against the current state. The command is checked again under the lock. */
  assertAllowed(update: CommandUpdate, received: unknown): void {
    this.#assertNotRefused(limitReceipt(readUpdate(update, received), now(), now()));
  }

  /** Commits the command of an Update. Promises are judged by the moment of its receipt, however long it waits for the lock. */
  execute(update: CommandUpdate, received: unknown): Promise<CommandResult> {
    const request = readUpdate(update, received);
    const arrivedAt = this.#arrivalTime;
    return this.#execute(() => limitReceipt(request, arrivedAt, now()));
  }

  /**
   * Commits a new signal of the lead, and ignores it when it is malformed or refused: its sender waits for no result. It can
   * have waited in Kafka, and takes effect after the steps that are recorded already.
   */
  async executeIfValid(received: unknown): Promise<void> {
    // A signal delivered with the start is handled before the lead is transferred.
    if (this.isNew) await this.#untilTransferred();
    if (!this.isOpen) return;
    try {
      const request = readSignal(received);
      await this.#execute(() => ({
        ...request,
        receivedAt: clampMoment(request.receivedAt, this.state.lastStepAt, now()),
      }));
    } catch (error) {
      if (!(error instanceof ApplicationFailure && (error.type === REFUSED || error.type === MALFORMED))) throw error;
    }
  }

  /** Commits the effects of a deadline that has come, unless a step has moved it in the meantime. */
  async fireDeadline(deadline: string | undefined): Promise<void> {
    await this.#withLock(async () => {
      if (deadline !== undefined && nextDeadline(this.state) === deadline && isOver(deadline))
        await this.#commit({ kind: 'deadline', dueAt: deadline });
    });
  }

  /** Looks for an owner again, if the lead waits in the team queue. */
  async retryRouting(): Promise<void> {
    if (!isQueued(this.state)) return;
    const command: HandoffCommand = { type: 'retry-routing' };
    const actor: CommandActor = { id: BATON, kind: 'integration', roles: ['integration'] };
    const key = uuid4();
    await this.#withLock(() =>
      this.#commit({ kind: 'command', command, actor, receivedAt: now(), key, bodyHash: command.type }),
    );
  }

  async commit(intent: Intent): Promise<void> {
    await this.#withLock(() => this.#commit(intent));
  }

  async syncRecord(): Promise<CommandResult> {
    return this.#withLock(async () => {
      const { handoffId, version } = this.state;
      const read = await this.#retryUntilRecordAvailable(
        () => readStepsAfter(handoffId, version),
        (steps) => readSteps(steps, this.state, now()),
      );
      this.#apply(read);
      return { version: this.state.version };
    });
  }

  /** Deadlines that passed before the receipt of a command come first: promises are judged by the time of receipt. */
  #execute(receive: () => CommandRequest): Promise<CommandResult> {
    return this.#withLock(async () => {
      const request = receive();
      const { command, actor, receivedAt, key, bodyHash } = request;
      for (;;) {
        for (let dueAt = this.#deadlineBefore(receivedAt); dueAt; dueAt = this.#deadlineBefore(receivedAt))
          await this.#commit({ kind: 'deadline', dueAt });
        this.#assertNotRefused(request);
        const result = await this.#commit({ kind: 'command', command, actor, receivedAt, key, bodyHash });
        if (result.outcome === 'refused') throw this.#refused(result.refusal);
        if (result.outcome !== 'record-ahead' || result.isDuplicate) return { version: this.state.version };
      }
    });
  }

  #assertNotRefused(request: CommandRequest): void {
    if (this.#completedRequests.has(request.key)) return;
    const refusal = refusalFor(this.state, request);
    if (refusal) throw this.#refused(refusal);
  }

  #refused(refusal: Refusal): ApplicationFailure {
    const detail: RefusalDetail = { ...refusal, version: this.state.version };
    return ApplicationFailure.create({ type: REFUSED, message: refusal.code, nonRetryable: true, details: [detail] });
  }

  #untilTransferred(): Promise<void> {
    return CancellationScope.nonCancellable(() => condition(() => !this.isNew));
  }

  #deadlineBefore(moment: string): string | undefined {
    const dueAt = nextDeadline(this.state);
    return dueAt !== undefined && Date.parse(dueAt) < Date.parse(moment) ? dueAt : undefined;
  }

  async #commit(intent: Intent): Promise<ReadCommitResult> {
    const { handoffId, leadId, handoffNumber, agreementVersion } = this.#input;
    const request = { handoffId, leadId, handoffNumber, agreementVersion, state: this.state, intent };
    const summary = commitSummary(intent, this.state, this.#viewTime);
    const commit = commitActivities[intent.kind];
    const result = await this.#retryUntilRecordAvailable(
      () => commit.executeWithOptions({ summary }, [{ ...request, now: now() }]),
      (committed) => readCommitResult(committed, this.state, now()),
    );
    if (result.outcome !== 'refused') this.#apply(result.read);
    return result;
  }

  #apply({ state, steps }: ReadSteps): void {
    this.state = state;
    for (const { cause } of steps) if (cause.kind === 'request') this.#completedRequests.add(cause.key);
    this.#updateView();
  }

  /** Costs a history event only when a search attribute has changed. */
  #updateView(): void {
    this.#showDetails();
    const attributes = searchAttributesOf(this.state);
    const text = JSON.stringify(attributes);
    if (text === this.#shownAttributes) return;
    this.#shownAttributes = text;
    upsertSearchAttributes(attributes);
  }

  #showDetails(): void {
    setCurrentDetails(currentDetails(this.state, this.#input, this.#viewTime.clock));
  }

  get #viewTime(): ViewTime {
    return { clock: this.#input.localClock ?? utcClock, now: now() };
  }

  /**
   * The only timer apart from the one for deadlines. While PostgreSQL is unavailable, or answers what is not a record, the
   * pauses between attempts grow.
   * Every TemporalFailure is retried: an attempt that timed out is an ActivityFailure at first and a TimeoutFailure in a
   * replay.
   */
  async #retryUntilRecordAvailable<Read>(
    attempt: () => Promise<unknown>,
    read: (result: unknown) => Read,
  ): Promise<Read> {
    for (let seconds = 1; ; seconds = Math.min(seconds * 2, MAXIMUM_RETRY_SECONDS)) {
      this.#attemptBeganAt = now();
      try {
        return read(await attempt());
      } catch (error) {
        if (!(error instanceof TemporalFailure)) throw error;
      } finally {
        this.#attemptBeganAt = undefined;
      }
      await sleep(seconds * 1000, { summary: `${RECORD_UNAVAILABLE}, next attempt in ${seconds} s` });
    }
  }

  /**
   * The moment at which something arrives, as a replay sees it too. A workflow task that outlasts its heartbeat can deliver
   * something while a local activity runs. A replay delivers it together with the activity's result, and has the time of the
   * result for both; so what arrives during an activity counts as arrived when the activity began.
   */
  get #arrivalTime(): string {
    return this.#attemptBeganAt ?? now();
  }

  /**
   * Runs one commit at a time, in the order of the calls, and never cancels it: an interrupted commit would leave the workflow
   * behind its record.
   */
  #withLock<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turnsTaken;
    this.#turnsTaken += 1;
    return CancellationScope.nonCancellable(async () => {
      await this.#untilTurn(turn);
      try {
        return await work();
      } finally {
        this.#turnsOver += 1;
      }
    });
  }

  /**
   * A turn begins when everything else that the same activation set off has run, even if the lock is free. A replay can deliver
   * in one activation what came in two; nothing may overtake another thing for it.
   */
  #untilTurn(turn: number): Promise<void> {
    let isFirstLook = true;
    return condition(() => {
      const isTurn = !isFirstLook && this.#turnsOver === turn;
      isFirstLook = false;
      return isTurn;
    });
  }
}

/** The workflow's time, which the SDK keeps the same in a replay. */
const now = (): string => new Date(Date.now()).toISOString();

const isOver = (deadline: string): boolean => Date.parse(deadline) <= Date.now();
