import { applySteps, BATON, emptyState, nextDeadline, refusalFor, needsOwner } from '@baton/domain';
import type { CommandActor, HandoffState, Intent } from '@baton/domain';
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
import { REFUSED } from './handoff.contract.ts';
import type {
  HandoffActivities,
  CommandResult,
  CommandRequest,
  CommitResult,
  HandoffInput,
  RefusalDetail,
} from './handoff.contract.ts';
import { currentDetails, searchAttributesOf, commitSummary } from './handoff-view.ts';

/** A commit tries this long, then waits on a timer: PostgreSQL is away, and a task must not be held open for it. */
const { commit, readStepsAfter: stepsAfter } = proxyLocalActivities<HandoffActivities>({
  scheduleToCloseTimeout: '3s',
  retry: { initialInterval: '100ms', backoffCoefficient: 2, maximumInterval: '1s' },
});

const MAXIMUM_RETRY_SECONDS = 60;

/** The workflow's side of the record: what it knows, and the one lock that spans decide, commit and apply. */
export class HandoffSession {
  state: HandoffState;
  readonly #input: HandoffInput;
  #isLocked = false;
  #shownAttributes = '';
  /** Requests whose steps this run has seen; a repeated one is answered as done, whatever has become of the handoff. */
  readonly #completedRequests = new Set<string>();

  constructor(beginning: HandoffInput) {
    this.#input = beginning;
    // A run that continues one of an older version of the rules lacks what has been added to the state since.
    this.state = { ...emptyState(beginning.handoffId), ...beginning.state };
    // A continued run inherits the search attributes, and not the details.
    if (!beginning.state) return;
    this.#shownAttributes = JSON.stringify(searchAttributesOf(this.state));
    setCurrentDetails(currentDetails(this.state, beginning));
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

  /** Validator of a command: throws what refuses it by what is known now. It is checked again under the lock. */
  assertAllowed(request: CommandRequest): void {
    if (this.#completedRequests.has(request.key)) return;
    const refused = refusalFor(this.state, request);
    if (!refused) return;
    const detail: RefusalDetail = { ...refused, version: this.state.version };
    throw ApplicationFailure.create({ type: REFUSED, message: refused.code, nonRetryable: true, details: [detail] });
  }

  /** Takes a command: what fell due before its receipt comes first, since receipt is what judges a promise. */
  async execute(request: CommandRequest): Promise<CommandResult> {
    const { command, actor, receivedAt, key, bodyHash } = request;
    return this.#withLock(async () => {
      for (;;) {
        await this.#fireDeadlinesBefore(receivedAt);
        this.assertAllowed(request);
        const answer = await this.#commit({ kind: 'command', command, actor, receivedAt, key, bodyHash });
        if (answer.outcome !== 'record-ahead' || answer.isDuplicate) return { version: this.state.version };
      }
    });
  }

  /** Takes a command that nobody waits for: what does not fit any more is passed over. */
  async executeIfValid(request: CommandRequest): Promise<void> {
    // Delivered together with the start, it is handled before the lead is transferred.
    if (this.isNew) await this.#untilTransferred();
    if (!this.isOpen) return;
    try {
      await this.execute(request);
    } catch (error) {
      if (!(error instanceof ApplicationFailure && error.type === REFUSED)) throw error;
    }
  }

  /** Commits what happens at a deadline, unless a step has moved it meanwhile. */
  async fireDeadline(deadline: string | undefined): Promise<void> {
    await this.#withLock(async () => {
      if (deadline !== undefined && nextDeadline(this.state) === deadline)
        await this.#commit({ kind: 'deadline', dueAt: deadline });
    });
  }

  /** Something has changed in a team: a lead that waits for an owner may get one now. */
  async retryRouting(): Promise<void> {
    if (!needsOwner(this.state)) return;
    const receivedAt = new Date(Date.now()).toISOString();
    const actor: CommandActor = { id: BATON, kind: 'integration', roles: ['integration'] };
    await this.commitLocked({
      kind: 'command',
      command: { type: 'retry-routing' },
      actor,
      receivedAt,
      key: uuid4(),
      bodyHash: 'retry-routing',
    });
  }

  async commitLocked(intent: Intent): Promise<void> {
    await this.#withLock(async () => {
      await this.#commit(intent);
    });
  }

  async syncRecord(): Promise<CommandResult> {
    return this.#withLock(async () => {
      const { handoffId, version } = this.state;
      this.#apply(await retryUntilRecordAnswers(() => stepsAfter(handoffId, version)));
      return { version: this.state.version };
    });
  }

  #untilTransferred(): Promise<void> {
    return CancellationScope.nonCancellable(() => condition(() => !this.isNew));
  }

  async #fireDeadlinesBefore(moment: string): Promise<void> {
    for (;;) {
      const dueAt = nextDeadline(this.state);
      if (dueAt === undefined || Date.parse(dueAt) >= Date.parse(moment)) return;
      await this.#commit({ kind: 'deadline', dueAt });
    }
  }

  async #commit(intent: Intent): Promise<CommitResult> {
    const { handoffId, leadId, handoffNumber, agreementVersion } = this.#input;
    const request = { handoffId, leadId, handoffNumber, agreementVersion, state: this.state, intent };
    const summary = commitSummary(intent, this.state);
    const answer = await retryUntilRecordAnswers(() =>
      commit.executeWithOptions({ summary }, [{ ...request, now: new Date(Date.now()).toISOString() }]),
    );
    if (answer.outcome !== 'duplicate') this.#apply(answer.steps);
    return answer;
  }

  #apply(steps: Parameters<typeof applySteps>[1]): void {
    this.state = applySteps(this.state, steps);
    for (const { cause } of steps) if (cause.kind === 'request') this.#completedRequests.add(cause.key);
    this.#updateView();
  }

  /** Keeps what ops see true; costs a history event only when a search attribute has changed. */
  #updateView(): void {
    setCurrentDetails(currentDetails(this.state, this.#input));
    const attributes = searchAttributesOf(this.state);
    const text = JSON.stringify(attributes);
    if (text === this.#shownAttributes) return;
    this.#shownAttributes = text;
    upsertSearchAttributes(attributes);
  }

  /** One at a time, and to the end: half a step would leave the record and the workflow apart. */
  #withLock<T>(work: () => Promise<T>): Promise<T> {
    return CancellationScope.nonCancellable(async () => {
      while (this.#isLocked) await condition(() => !this.#isLocked);
      this.#isLocked = true;
      try {
        return await work();
      } finally {
        this.#isLocked = false;
      }
    });
  }
}

/**
 * The one exception to the one timer: while PostgreSQL is away, wait longer and longer between tries.
 * Whatever became of the try: one that timed out is an ActivityFailure at first, and a TimeoutFailure in a replay.
 */
async function retryUntilRecordAnswers<T>(work: () => Promise<T>): Promise<T> {
  for (let seconds = 1; ; seconds = Math.min(seconds * 2, MAXIMUM_RETRY_SECONDS)) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TemporalFailure)) throw error;
      await sleep(seconds * 1000, { summary: 'the record cannot be reached; trying again' });
    }
  }
}
