import { isDependencyUnavailable } from '@baton/messaging';
import { Problem, problems } from '@baton/service';
import { REFUSED, SYNC_RECORD_UPDATE } from '@baton/workflows';
import type { CommandRequest, CommandResult, RefusalDetail } from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import {
  Client,
  isGrpcServiceError,
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { setTimeout as pause } from 'node:timers/promises';
import { WorkflowStarter } from '../workflow/start/workflow-starter.ts';

const RETRY_AFTER_SECONDS = 2;
const RETRY_MILLISECONDS = 50;
const BACKGROUND_SYNC_MILLISECONDS = 30_000;
const SHUTDOWN_MILLISECONDS = 5_000;
/** gRPC's own number. */
const RESOURCE_EXHAUSTED = 8;

/** The record as it stands, for what comes back from a workflow that may be behind it. */
export interface CurrentRecord {
  /** @throws Problem 409 when the handoff has ended. */
  version(): Promise<number>;
  /** What the record itself says against the command now. */
  refusal(request: CommandRequest): Promise<RefusalDetail | undefined>;
}

/** Sends Updates to the handoffs' workflows and turns what comes back into answers. */
@Injectable()
export class WorkflowUpdates implements OnModuleDestroy {
  readonly #client: Client;
  readonly #starter: WorkflowStarter;
  readonly #backgroundSyncs = new Map<string, Promise<void>>();

  constructor(client: Client, runs: WorkflowStarter) {
    this.#client = client;
    this.#starter = runs;
  }

  /** A call that is just about to be repeated would find its connection closed, and end the process in an error. */
  async onModuleDestroy(): Promise<void> {
    await Promise.race([
      Promise.all(this.#backgroundSyncs.values()),
      pause(SHUTDOWN_MILLISECONDS, undefined, { ref: false }),
    ]);
  }

  /**
   * Returns when the command's steps are in the record.
   * A refusal that was decided behind the record's version is asked again after the workflow has caught up.
   * @throws Problem 403, 409 or 422 by the refusal; 503 when the outcome is unknown.
   */
  async execute(handoffId: string, request: CommandRequest, deadline: number, record: CurrentRecord): Promise<void> {
    try {
      await this.#sendUpdate(handoffId, request.key, request, deadline, record);
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw await this.#toUnknownOutcome(handoffId, error, record);
      if ((await record.version()) <= refusal.version) throw refusalProblem(refusal);
      await this.#retryAfterSync(handoffId, request, deadline, record);
    }
  }

  /**
   * A command that is in the record may never have reached the workflow's history: its Update was lost with the server.
   * Without a clock to wake it, the workflow would stay behind its record, and open after its end. Nobody waits for this.
   */
  syncInBackground(handoffId: string, version: number): void {
    const key = `${handoffId}/${version}`;
    if (this.#backgroundSyncs.has(key)) return;
    const sync = this.#sync(handoffId, version, Date.now() + BACKGROUND_SYNC_MILLISECONDS)
      // It has ended, or cannot be reached: then its next clock, command or repetition tells it.
      .catch(() => undefined)
      .finally(() => this.#backgroundSyncs.delete(key));
    this.#backgroundSyncs.set(key, sync);
  }

  async #retryAfterSync(
    handoffId: string,
    request: CommandRequest,
    deadline: number,
    record: CurrentRecord,
  ): Promise<void> {
    try {
      const version = await record.version();
      await this.#sync(handoffId, version, deadline);
      await this.#sendUpdate(handoffId, `${request.key}-${version}`, request, deadline, record);
    } catch (error) {
      const refusal = refusalOf(error);
      throw refusal ? refusalProblem(refusal) : await this.#toUnknownOutcome(handoffId, error, record);
    }
  }

  async #sendUpdate(
    handoffId: string,
    updateId: string,
    request: CommandRequest,
    deadline: number,
    record: CurrentRecord,
  ): Promise<void> {
    const handle = this.#client.workflow.getHandle(handoffId);
    const args: [CommandRequest] = [request];
    for (;;) {
      try {
        await this.#client.withDeadline(deadline, () =>
          handle.executeUpdate<CommandResult, [CommandRequest]>(request.command.type, { updateId, args }),
        );
        return;
      } catch (error) {
        if (!(isTooManyUpdates(error) || isUnprocessedUpdate(error)) || Date.now() + RETRY_MILLISECONDS > deadline)
          throw error;
        // Of many who want the same, one was first: the others need not queue for a refusal.
        const refused = await record.refusal(request);
        if (refused) throw refusalProblem(refused);
        await pause(RETRY_MILLISECONDS * (1 + Math.random()));
      }
    }
  }

  async #sync(handoffId: string, version: number, deadline: number): Promise<void> {
    const handle = this.#client.workflow.getHandle(handoffId);
    await this.#client.withDeadline(deadline, () =>
      handle.executeUpdate<CommandResult, []>(SYNC_RECORD_UPDATE, { updateId: `sync-record-${version}` }),
    );
  }

  /** Nobody knows whether it was done: the caller repeats with the same key, and the record will tell. */
  async #toUnknownOutcome(handoffId: string, error: unknown, record: CurrentRecord): Promise<unknown> {
    if (error instanceof Problem) return error;
    if (error instanceof WorkflowNotFoundError) {
      // A workflow that is gone has ended: reading the row says so, as a conflict. Else it was lost, and comes back.
      await record.version();
      await this.#starter.restartFromRecord(handoffId).catch(() => false);
    }
    const isUnreachable =
      error instanceof WorkflowNotFoundError ||
      error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
      error instanceof ServiceError ||
      isUnprocessedUpdate(error) ||
      isDependencyUnavailable(error);
    if (!isUnreachable) return error;
    return problems.unavailable(
      'The handoff cannot be reached right now, so it is unknown whether this was done. Repeat the request with the same Idempotency-Key.',
      RETRY_AFTER_SECONDS,
    );
  }
}

/** A handoff takes ten Updates at a time; the next ones come again a moment later. */
function isTooManyUpdates(error: unknown): boolean {
  return (
    error instanceof ServiceError && isGrpcServiceError(error.cause) && Number(error.cause.code) === RESOURCE_EXHAUSTED
  );
}

/** In Temporal's server, as the type of the failure: of an Update that no handler has answered. */
const unprocessedUpdateTypes: ReadonlySet<string> = new Set(['UnprocessedUpdate', 'AcceptedUpdateCompletedWorkflow']);

/**
 * Where many Updates come at once, the SDK can leave one out of its answer to the server, which fails it then; and a
 * workflow can end with one in hand. The record tells whether it was done, and the same key does nothing twice.
 */
function isUnprocessedUpdate(error: unknown): boolean {
  if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure)) return false;
  return unprocessedUpdateTypes.has(error.cause.type ?? '');
}

function refusalOf(error: unknown): RefusalDetail | undefined {
  if (!(error instanceof WorkflowUpdateFailedError)) return undefined;
  const { cause } = error;
  return cause instanceof ApplicationFailure && cause.type === REFUSED
    ? (cause.details?.[0] as RefusalDetail)
    : undefined;
}

export function refusalProblem({ code, detail, version }: RefusalDetail): Problem {
  switch (code) {
    case 'not-permitted':
      return problems.forbidden(detail, { type: code, version });
    case 'not-a-touch':
    case 'touch-not-found':
    case 'return-window-closed':
    case 'not-in-future':
    case 'pause-too-long':
    case 'unanswered-questions':
    case 'too-few-touches':
      return problems.unprocessable(detail, { type: code, version });
    default:
      return problems.conflict(detail, { type: code, version });
  }
}
