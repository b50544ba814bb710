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
/** The status code of gRPC. */
const RESOURCE_EXHAUSTED = 8;

/** Reads the record, which may be ahead of the workflow. */
export interface CurrentRecord {
  /** @throws Problem 409 when the handoff has ended. */
  version(): Promise<number>;
  /** The refusal of the command by the state that the record holds now. */
  refusal(request: CommandRequest): Promise<RefusalDetail | undefined>;
}

/** Sends commands to the workflows of handoffs as Updates, and turns failures into problems. */
@Injectable()
export class WorkflowUpdates implements OnModuleDestroy {
  readonly #client: Client;
  readonly #starter: WorkflowStarter;
  readonly #backgroundSyncs = new Map<string, Promise<void>>();

  constructor(client: Client, starter: WorkflowStarter) {
    this.#client = client;
    this.#starter = starter;
  }

  /** A call that the client retries after its connection was closed would crash the process. */
  async onModuleDestroy(): Promise<void> {
    await Promise.race([
      Promise.all(this.#backgroundSyncs.values()),
      pause(SHUTDOWN_MILLISECONDS, undefined, { ref: false }),
    ]);
  }

  /**
   * Returns when the command's steps are in the record. If the workflow refused at an older version than the record's, it
   * is synchronised and asked again.
   * @throws Problem 403, 409 or 422 for a refusal, 503 when the outcome is unknown.
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
   * The Update of a recorded command may have been lost with the Temporal server. Without a timer, the workflow would then
   * stay behind its record and never complete. No caller waits for this.
   */
  syncInBackground(handoffId: string, version: number): void {
    const key = `${handoffId}/${version}`;
    if (this.#backgroundSyncs.has(key)) return;
    const sync = this.#sync(handoffId, version, Date.now() + BACKGROUND_SYNC_MILLISECONDS)
      // The workflow has completed or is unreachable. Its next timer, command or repetition synchronises it.
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
        // When many callers send the same command, the record can refuse all but the first without the workflow.
        const refusal = await record.refusal(request);
        if (refusal) throw refusalProblem(refusal);
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

  /** A problem that asks the caller to repeat the request with the same key, unless the error is an unexpected one. */
  async #toUnknownOutcome(handoffId: string, error: unknown, record: CurrentRecord): Promise<unknown> {
    if (error instanceof Problem) return error;
    if (error instanceof WorkflowNotFoundError) {
      // Throws a conflict if the handoff has ended. Otherwise the workflow was lost, and is started again.
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
      'The handoff could not be reached, so it is unknown whether the command was carried out. Repeat the request with the same Idempotency-Key.',
      RETRY_AFTER_SECONDS,
    );
  }
}

/** Temporal accepts ten Updates of a workflow at a time. */
function isTooManyUpdates(error: unknown): boolean {
  return (
    error instanceof ServiceError && isGrpcServiceError(error.cause) && Number(error.cause.code) === RESOURCE_EXHAUSTED
  );
}

/** How the Temporal server marks an Update that no handler has completed. */
const unprocessedUpdateTypes: ReadonlySet<string> = new Set(['UnprocessedUpdate', 'AcceptedUpdateCompletedWorkflow']);

/**
 * With many Updates at a time, the SDK can leave one out of its response to the server, and a workflow can complete before
 * it handles one. Sending it again is safe: the record knows whether the command was carried out.
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
    case 'not-automatic':
    case 'touch-not-found':
    case 'return-window-closed':
    case 'no-conversation':
    case 'not-in-future':
    case 'pause-too-long':
    case 'postponement-too-near':
    case 'postponement-too-far':
    case 'unanswered-questions':
    case 'too-few-touches':
      return problems.unprocessable(detail, { type: code, version });
    default:
      return problems.conflict(detail, { type: code, version });
  }
}
