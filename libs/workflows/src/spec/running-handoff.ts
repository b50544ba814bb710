import { agreedTerms, defaultAgreement, nextDeadline } from '@baton/domain';
import type { CommandActor, HandoffCommand, HandoffState, HandoffStep } from '@baton/domain';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { CATCH_UP_UPDATE, COMMAND_UPDATE, STATE_QUERY } from '../handoff.contract.ts';
import type { CommandAnswer, CommandRequest, HandoffBeginning, RefusalDetail } from '../handoff.contract.ts';
import type { Clock } from './handoff-world.ts';
import type { MemoryRecord } from './memory-record.ts';

const MINUTE = 60_000;
const PATIENCE_MILLISECONDS = 60_000;

/** One handoff as a spec sees it: the workflow, its record, and the time since its transfer. */
export class RunningHandoff {
  readonly handle: WorkflowHandle;
  readonly beginning: HandoffBeginning;
  readonly #record: MemoryRecord;
  readonly #clock: Clock;

  constructor(handle: WorkflowHandle, record: MemoryRecord, clock: Clock, beginning: HandoffBeginning) {
    this.handle = handle;
    this.beginning = beginning;
    this.#record = record;
    this.#clock = clock;
  }

  get id(): string {
    return this.beginning.handoffId;
  }

  get recorded(): HandoffState {
    return this.#record.stateOf(this.id);
  }

  /** What the workflow itself knows. */
  state(): Promise<HandoffState> {
    return this.handle.query<HandoffState>(STATE_QUERY);
  }

  /** The page that ops read in the Temporal UI. */
  async currentDetails(): Promise<string> {
    const metadata = await this.handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    return metadata.currentDetails;
  }

  steps<Type extends HandoffStep['type']>(type: Type): (HandoffStep & { type: Type })[] {
    return this.#record.of(this.id).flatMap(({ step }) => (step.type === type ? [step as never] : []));
  }

  async transferred(): Promise<this> {
    await this.#patiently(() => this.#record.of(this.id).length > 0);
    return this;
  }

  /** Waits until the record tells something, at the clock's own pace. */
  async recordedUntil(tells: (state: HandoffState) => boolean): Promise<void> {
    await this.#patiently(() => tells(this.recorded));
  }

  /** Until so many minutes after the transfer; each deadline on the way is met on time. */
  async until(minutes: number): Promise<void> {
    const begin = Date.parse(this.recorded.transferredAt ?? this.beginning.judged.signalReceivedAt);
    const goal = begin + minutes * MINUTE;
    for (;;) {
      const due = Date.parse(nextDeadline(this.recorded) ?? '9999-01-01');
      const { version } = this.recorded;
      const next = Math.min(due, goal);
      await this.#clock.sleep(Math.max(0, next - (await this.#clock.now())));
      if (due > goal) return;
      await this.#patiently(() => this.recorded.version > version);
    }
  }

  /** Sends a command that is received now, or at the moment given, and answers with the refusal, if any. */
  async tell(
    actor: CommandActor,
    command: HandoffCommand,
    { receivedAt, key = randomUUID() }: { receivedAt?: number; key?: string } = {},
  ): Promise<RefusalDetail | undefined> {
    try {
      await this.send(actor, command, receivedAt ?? (await this.#clock.now()), key);
      return undefined;
    } catch (error) {
      const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
      if (cause instanceof ApplicationFailure) return cause.details?.[0] as RefusalDetail;
      throw error;
    }
  }

  send(actor: CommandActor, command: HandoffCommand, receivedAt: number, key: string): Promise<CommandAnswer> {
    const request: CommandRequest = {
      ...{ command, actor, receivedAt: new Date(receivedAt).toISOString(), key, bodyHash: 'hash' },
      agreed: agreedTerms(defaultAgreement, command),
    };
    return this.handle.executeUpdate<CommandAnswer, [CommandRequest]>(COMMAND_UPDATE, {
      args: [request],
      updateId: randomUUID(),
    });
  }

  /** Sends a signal, and waits until the record has heard of it. */
  async signal<Arguments extends unknown[]>(name: string, ...args: Arguments): Promise<void> {
    const { version } = this.recorded;
    await this.handle.signal(name, ...args);
    await this.#patiently(() => this.recorded.version > version);
  }

  joinTeam(...people: string[]): void {
    this.#record.addTeam(this.beginning.teamId, people);
  }

  catchUp(): Promise<CommandAnswer> {
    return this.handle.executeUpdate<CommandAnswer, []>(CATCH_UP_UPDATE);
  }

  async terminate(): Promise<void> {
    await this.handle.terminate().catch(() => undefined);
  }

  async #patiently(probe: () => boolean): Promise<void> {
    const giveUpAt = performance.now() + PATIENCE_MILLISECONDS;
    while (!probe()) {
      if (performance.now() > giveUpAt) throw new Error(`${this.id} stays at ${JSON.stringify(this.recorded)}`);
      await pause(5);
    }
  }
}
