import { commandTerms, defaultAgreement, MINUTE, nextDeadline } from '@baton/domain';
import type { CommandActor, HandoffCommand, HandoffState, HandoffStep } from '@baton/domain';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { STATE_QUERY, SYNC_RECORD_UPDATE } from '../handoff.contract.ts';
import type { CommandResult, CommandRequest, HandoffInput, RefusalDetail } from '../handoff.contract.ts';
import type { EnvironmentClock } from './handoff-environment.ts';
import type { InMemoryRecordStore } from './in-memory-record-store.ts';

const WAIT_TIMEOUT_MILLISECONDS = 60_000;
const MARGIN_MILLISECONDS = 5_000;

/** A handoff in a spec: its workflow, its record, and the time since its transfer. */
export class RunningHandoff {
  readonly handle: WorkflowHandle;
  readonly input: HandoffInput;
  readonly #record: InMemoryRecordStore;
  readonly #clock: EnvironmentClock;

  constructor(handle: WorkflowHandle, record: InMemoryRecordStore, clock: EnvironmentClock, input: HandoffInput) {
    this.handle = handle;
    this.input = input;
    this.#record = record;
    this.#clock = clock;
  }

  get id(): string {
    return this.input.handoffId;
  }

  get recordedState(): HandoffState {
    return this.#record.stateOf(this.id);
  }

  /** What the workflow itself knows. */
  state(): Promise<HandoffState> {
    return this.handle.query<HandoffState>(STATE_QUERY);
  }

  async currentDetails(): Promise<string> {
    const metadata = await this.handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    return metadata.currentDetails;
  }

  steps<Type extends HandoffStep['type']>(type: Type): (HandoffStep & { type: Type })[] {
    return this.#record.stepsOf(this.id).flatMap(({ step }) => (step.type === type ? [step as never] : []));
  }

  async waitForTransfer(): Promise<this> {
    await this.#waitUntil(() => this.#record.stepsOf(this.id).length > 0);
    return this;
  }

  /** Waits for a state of the record, at the pace of the clock. */
  async waitForState(matches: (state: HandoffState) => boolean): Promise<void> {
    await this.#waitUntil(() => matches(this.recordedState));
  }

  /**
   * Advances to so many minutes after the transfer. Each deadline on the way takes effect at its moment, and so does one that
   * is due within the next seconds: the time-skipping server accepts no task that cancels a timer which fired during it.
   */
  async advanceToMinute(minutes: number): Promise<void> {
    const start = Date.parse(this.recordedState.transferredAt ?? this.input.judged.signalReceivedAt);
    const goal = start + minutes * MINUTE;
    for (;;) {
      const due = Date.parse(nextDeadline(this.recordedState) ?? '9999-01-01');
      const { version } = this.recordedState;
      const isOnTheWay = due <= goal + MARGIN_MILLISECONDS;
      const next = isOnTheWay ? due : goal;
      await this.#clock.sleep(Math.max(0, next - (await this.#clock.now())));
      if (!isOnTheWay) return;
      await this.#waitUntil(() => this.recordedState.version > version);
    }
  }

  /** Sends a command, received now unless another moment is given. Returns the refusal, if any. */
  async tryCommand(
    actor: CommandActor,
    command: HandoffCommand,
    { receivedAt, key = randomUUID() }: { receivedAt?: number; key?: string } = {},
  ): Promise<RefusalDetail | undefined> {
    try {
      await this.sendCommand(actor, command, receivedAt ?? (await this.#clock.now()), key);
      return undefined;
    } catch (error) {
      const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
      if (cause instanceof ApplicationFailure) return cause.details?.[0] as RefusalDetail;
      throw error;
    }
  }

  sendCommand(
    actor: CommandActor,
    command: HandoffCommand,
    receivedAt: number,
    key: string,
    update: string = command.type,
  ): Promise<CommandResult> {
    const request: CommandRequest = {
      command,
      actor,
      receivedAt: new Date(receivedAt).toISOString(),
      key,
      bodyHash: 'hash',
      terms: commandTerms(defaultAgreement, command),
    };
    return this.handle.executeUpdate<CommandResult, [CommandRequest]>(update, {
      args: [request],
      updateId: randomUUID(),
    });
  }

  /** Sends a signal and waits for the steps that it adds to the record. */
  async signalAndWait<Arguments extends unknown[]>(name: string, ...args: Arguments): Promise<void> {
    const { version } = this.recordedState;
    await this.handle.signal(name, ...args);
    await this.#waitUntil(() => this.recordedState.version > version);
  }

  replaceTeam(...people: string[]): void {
    this.#record.addTeam(this.input.teamId, people);
  }

  /** The person touches another lead now. */
  async touchAnotherLead(personId: string): Promise<void> {
    this.#record.noteTouch(personId, new Date(await this.#clock.now()).toISOString());
  }

  syncRecord(): Promise<CommandResult> {
    return this.handle.executeUpdate<CommandResult, []>(SYNC_RECORD_UPDATE);
  }

  async terminate(): Promise<void> {
    await this.handle.terminate().catch(() => undefined);
  }

  async #waitUntil(probe: () => boolean): Promise<void> {
    const giveUpAt = performance.now() + WAIT_TIMEOUT_MILLISECONDS;
    while (!probe()) {
      if (performance.now() > giveUpAt) throw new Error(`${this.id} stays at ${JSON.stringify(this.recordedState)}`);
      await pause(5);
    }
  }
}
