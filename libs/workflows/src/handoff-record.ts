import { applySteps, BATON, emptyState, nextDeadline, refusal, wantsOwner } from '@baton/domain';
import type { CommandActor, HandoffState, Intent } from '@baton/domain';
import {
  ApplicationFailure,
  CancellationScope,
  condition,
  patched,
  proxyLocalActivities,
  setCurrentDetails,
  sleep,
  TemporalFailure,
  upsertSearchAttributes,
  uuid4,
} from '@temporalio/workflow';
import { REFUSED } from './handoff.contract.ts';
import type {
  Activities,
  CommandAnswer,
  CommandRequest,
  CommitAnswer,
  HandoffBeginning,
  RefusalDetail,
} from './handoff.contract.ts';
import { currentDetails, searchAttributesOf, summaryOf } from './handoff-view.ts';

/** A commit tries this long, then waits on a timer: PostgreSQL is away, and a task must not be held open for it. */
const { commit, stepsAfter } = proxyLocalActivities<Activities>({
  scheduleToCloseTimeout: '3s',
  retry: { initialInterval: '100ms', backoffCoefficient: 2, maximumInterval: '1s' },
});

const LONGEST_WAIT_SECONDS = 60;

/** The workflow's side of the record: what it knows, and the one lock that spans decide, commit and apply. */
export class HandoffRecord {
  state: HandoffState;
  readonly #beginning: HandoffBeginning;
  #busy = false;
  #shown = '';
  /** Requests whose steps this run has seen; a repeated one is answered as done, whatever has become of the handoff. */
  readonly #carriedOut = new Set<string>();

  constructor(beginning: HandoffBeginning) {
    this.#beginning = beginning;
    // A run that continues one of an older version of the rules lacks what has been added to the state since.
    this.state = { ...emptyState(beginning.handoffId), ...beginning.state };
    // A continued run inherits the search attributes, and not the details.
    if (!beginning.state) return;
    this.#shown = JSON.stringify(searchAttributesOf(this.state));
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
  refuseUnfit(request: CommandRequest): void {
    if (this.#carriedOut.has(request.key)) return;
    const refused = refusal(this.state, request);
    if (!refused) return;
    const detail: RefusalDetail = { ...refused, version: this.state.version };
    throw ApplicationFailure.create({ type: REFUSED, message: refused.code, nonRetryable: true, details: [detail] });
  }

  /** Takes a command: what fell due before its receipt comes first, since receipt is what judges a promise. */
  async obey(request: CommandRequest): Promise<CommandAnswer> {
    const { command, actor, receivedAt, key, bodyHash } = request;
    return this.#alone(async () => {
      for (;;) {
        await this.#passDeadlinesBefore(receivedAt);
        this.refuseUnfit(request);
        const answer = await this.#commit({ kind: 'command', command, actor, receivedAt, key, bodyHash });
        if (answer.outcome !== 'ahead' || answer.causeKnown) return { version: this.state.version };
      }
    });
  }

  /** Takes a command that nobody waits for: what does not fit any more is passed over. */
  async hear(request: CommandRequest): Promise<void> {
    // Delivered together with the start, it is handled before the lead is transferred; handoffs that have passed such
    // a one over replay as they went.
    if (this.isNew && patched('hear-after-transfer')) await this.#transferred();
    if (!this.isOpen) return;
    try {
      await this.obey(request);
    } catch (error) {
      if (!(error instanceof ApplicationFailure && error.type === REFUSED)) throw error;
    }
  }

  /** Commits what happens at a deadline, unless a step has moved it meanwhile. */
  async passDeadline(deadline: string | undefined): Promise<void> {
    await this.#alone(async () => {
      if (deadline !== undefined && nextDeadline(this.state) === deadline)
        await this.#commit({ kind: 'deadline', dueAt: deadline });
    });
  }

  /** Something has changed in a team: a lead that waits for an owner may get one now. */
  async lookAgain(): Promise<void> {
    if (!wantsOwner(this.state)) return;
    const receivedAt = new Date(Date.now()).toISOString();
    const actor: CommandActor = { id: BATON, kind: 'integration', roles: ['integration'] };
    await this.take({
      kind: 'command',
      command: { type: 'look-again' },
      actor,
      receivedAt,
      key: uuid4(),
      bodyHash: 'look-again',
    });
  }

  async take(intent: Intent): Promise<void> {
    await this.#alone(async () => {
      await this.#commit(intent);
    });
  }

  async catchUp(): Promise<CommandAnswer> {
    return this.#alone(async () => {
      const { handoffId, version } = this.state;
      this.#apply(await untilItWorks(() => stepsAfter(handoffId, version)));
      return { version: this.state.version };
    });
  }

  #transferred(): Promise<void> {
    return CancellationScope.nonCancellable(() => condition(() => !this.isNew));
  }

  async #passDeadlinesBefore(moment: string): Promise<void> {
    for (;;) {
      const dueAt = nextDeadline(this.state);
      if (dueAt === undefined || Date.parse(dueAt) >= Date.parse(moment)) return;
      await this.#commit({ kind: 'deadline', dueAt });
    }
  }

  async #commit(intent: Intent): Promise<CommitAnswer> {
    const { handoffId, leadId, handoffNumber, agreementVersion } = this.#beginning;
    const request = { handoffId, leadId, handoffNumber, agreementVersion, state: this.state, intent };
    const summary = summaryOf(intent, this.state);
    const answer = await untilItWorks(() =>
      commit.executeWithOptions({ summary }, [{ ...request, now: new Date(Date.now()).toISOString() }]),
    );
    if (answer.outcome !== 'known') this.#apply(answer.steps);
    return answer;
  }

  #apply(steps: Parameters<typeof applySteps>[1]): void {
    this.state = applySteps(this.state, steps);
    for (const { cause } of steps) if (cause.kind === 'request') this.#carriedOut.add(cause.key);
    this.#show();
  }

  /** Keeps what ops see true; costs a history event only when a search attribute has changed. */
  #show(): void {
    setCurrentDetails(currentDetails(this.state, this.#beginning));
    const attributes = searchAttributesOf(this.state);
    const text = JSON.stringify(attributes);
    if (text === this.#shown) return;
    this.#shown = text;
    upsertSearchAttributes(attributes);
  }

  /** One at a time, and to the end: half a step would leave the record and the workflow apart. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    return CancellationScope.nonCancellable(async () => {
      while (this.#busy) await condition(() => !this.#busy);
      this.#busy = true;
      try {
        return await work();
      } finally {
        this.#busy = false;
      }
    });
  }
}

/**
 * The one exception to the one timer: while PostgreSQL is away, wait longer and longer between tries.
 * Whatever became of the try: one that timed out is an ActivityFailure at first, and a TimeoutFailure in a replay.
 */
async function untilItWorks<T>(work: () => Promise<T>): Promise<T> {
  for (let seconds = 1; ; seconds = Math.min(seconds * 2, LONGEST_WAIT_SECONDS)) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TemporalFailure)) throw error;
      await sleep(seconds * 1000, { summary: 'the record cannot be reached; trying again' });
    }
  }
}
