import { applyReceivedSteps, clampMoment, receivedCommandFields, refusalCodes, SECOND, shape } from '@baton/domain';
import type { CommandType, HandoffState, RecordedStep, Refusal } from '@baton/domain';
import { ApplicationFailure, proxySinks } from '@temporalio/workflow';
import { MALFORMED } from './handoff.contract.ts';
import type {
  CommandRequest,
  CommandUpdate,
  CommitResult,
  HandoffInput,
  HandoffSinks,
  RefusedInput,
} from './handoff.contract.ts';
import { handoffInputMismatch } from './handoff-input.ts';

const { input } = proxySinks<HandoffSinks>();

/**
 * How long before its acceptance an Update can have been received. It covers the time in which its sender waits, and a
 * sender's clock that is a little slow.
 */
const LONGEST_DELIVERY_MILLISECONDS = 30 * SECOND;

const { flag, objectOf, oneOf, optional, shortText, storableText } = shape;

const commandRequest = objectOf({ ...receivedCommandFields, key: shortText, bodyHash: shortText });

const commitResult = objectOf({
  outcome: oneOf(['committed', 'duplicate', 'record-ahead', 'refused']),
  isDuplicate: optional(flag),
  refusal: optional(objectOf({ code: oneOf(refusalCodes), detail: storableText })),
});

/**
 * The input of a new workflow. A signal received in the future was received at the start. Only a run that continues as new
 * has a state.
 * @throws ApplicationFailure that fails the workflow, so that the start that was meant can use its id.
 */
export function readStart(
  received: unknown,
  run: { workflowId: string; isContinued: boolean; now: string },
): HandoffInput {
  assertFits('start', handoffInputMismatch(received, run.workflowId));
  const { state, judged, ...read } = received as HandoffInput;
  const signalReceivedAt = clampMoment(judged.signalReceivedAt, undefined, run.now);
  return { ...read, judged: { ...judged, signalReceivedAt }, ...(run.isContinued && state && { state }) };
}

/**
 * The command of an Update.
 * @throws ApplicationFailure that rejects the Update.
 */
export function readUpdate(update: CommandUpdate, received: unknown): CommandRequest {
  assertFits('update', commandRequest(received));
  const request = received as CommandRequest;
  const { type } = request.command;
  if (type !== update) throw malformed('update', `Update ${update} got the command ${type}.`);
  return request;
}

/** A command is received at the earliest half a minute before it arrived and at the latest now: its sender's clock decides nothing else. */
export function limitReceipt(request: CommandRequest, arrivedAt: string, now: string): CommandRequest {
  const earliest = new Date(Date.parse(arrivedAt) - LONGEST_DELIVERY_MILLISECONDS).toISOString();
  return { ...request, receivedAt: clampMoment(request.receivedAt, earliest, now) };
}

/** What intake reports about a lead, without waiting for a result. */
const signalCommands: readonly CommandType[] = ['add-signal', 'opt-out', 'close-erased'];

/**
 * A new signal, an opt-out or the erasure of the lead.
 * @throws ApplicationFailure if it is anything else.
 */
export function readSignal(received: unknown): CommandRequest {
  assertFits('signal', commandRequest(received));
  const request = received as CommandRequest;
  const { type } = request.command;
  if (!signalCommands.includes(type)) throw malformed('signal', `A signal got the command ${type}.`);
  return request;
}

/** Steps of the record, with the state that they lead to. */
export interface ReadSteps {
  state: HandoffState;
  steps: readonly RecordedStep[];
}

export type ReadCommitResult =
  | { outcome: 'committed' | 'duplicate' | 'record-ahead'; isDuplicate: boolean; read: ReadSteps }
  | { outcome: 'refused'; refusal: Refusal };

/** @throws ApplicationFailure if it is not the result of a commit on this state. */
export function readCommitResult(result: unknown, state: HandoffState, now: string): ReadCommitResult {
  assertFits('activity-result', commitResult(result));
  const read = result as CommitResult;
  switch (read.outcome) {
    case 'refused':
      return read;
    case 'duplicate':
      return { outcome: read.outcome, isDuplicate: true, read: { state, steps: [] } };
    case 'committed':
      return { outcome: read.outcome, isDuplicate: false, read: readSteps(read.steps, state, now) };
    case 'record-ahead':
      return { outcome: read.outcome, isDuplicate: read.isDuplicate, read: readSteps(read.steps, state, now) };
  }
}

/** @throws ApplicationFailure if the steps do not continue the record. */
export function readSteps(steps: unknown, state: HandoffState, now: string): ReadSteps {
  const applied = applyReceivedSteps(state, steps, now);
  if (applied) return { state: applied, steps: steps as RecordedStep[] };
  throw malformed('activity-result', `The steps of an activity do not continue the record after ${state.version}.`);
}

/** @param mismatch names a part of the value and never quotes it, because it may be personal data */
function assertFits(received: RefusedInput, mismatch: string | undefined): void {
  if (mismatch === undefined) return;
  throw malformed(received, mismatch === '' ? 'It has the wrong shape.' : `Its ${mismatch} is malformed.`);
}

/** The worker logs and counts it. */
function malformed(received: RefusedInput, reason: string): ApplicationFailure {
  input.refused(received, reason);
  return ApplicationFailure.nonRetryable(reason, MALFORMED);
}
