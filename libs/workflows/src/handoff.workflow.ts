import { commandTypes, nextDeadline } from '@baton/domain';
import type { HandoffState } from '@baton/domain';
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { SIGNAL_RECEIVED_SIGNAL, STATE_QUERY, SYNC_RECORD_UPDATE, TEAM_CHANGED_SIGNAL } from './handoff.contract.ts';
import type { CommandResult, HandoffInput } from './handoff.contract.ts';
import { HandoffSession } from './handoff-session.ts';
import { readStart } from './received-input.ts';
import { startPostponement } from './start-postponement.ts';

/** After this many history events the handoff continues in a new run, so that no history grows without bound. */
const CONTINUE_AS_NEW_AT_EVENTS = 400;

/** What arrives can be anything: the Temporal UI and CLI send what their user types. */
const commandUpdates = commandTypes.map((type) => ({ type, definition: defineUpdate<CommandResult, [unknown]>(type) }));
const syncRecord = defineUpdate<CommandResult, []>(SYNC_RECORD_UPDATE);
const signalReceived = defineSignal<[unknown]>(SIGNAL_RECEIVED_SIGNAL);
const teamChanged = defineSignal(TEAM_CHANGED_SIGNAL);
const state = defineQuery<HandoffState>(STATE_QUERY);

/**
 * One handoff, from the MQL verdict to its end. The workflow owns the clocks; the record in PostgreSQL holds what it
 * commits, and decides after a crash.
 */
export async function handoff(received: HandoffInput): Promise<string> {
  const { workflowId, continuedFromExecutionRunId, runStartTime } = workflowInfo();
  const isContinued = continuedFromExecutionRunId !== undefined;
  const input = readStart(received, { workflowId, isContinued, now: runStartTime.toISOString() });
  const session = new HandoffSession(input);
  for (const { type, definition } of commandUpdates) {
    setHandler(definition, (request) => session.execute(type, request), {
      validator: (request) => session.assertAllowed(type, request),
    });
  }
  setHandler(syncRecord, () => session.syncRecord());
  setHandler(signalReceived, (request) => session.executeIfValid(request));
  setHandler(teamChanged, () => session.retryRouting());
  setHandler(state, () => session.state);

  // --------------------------------------------------------------------------------------------

  // A cancellation in the Temporal UI must not lose a lead: only the rules of the handoff end it.
  return CancellationScope.nonCancellable(async () => {
    if (session.isNew) await transfer();
    while (session.isOpen) {
      if (shouldContinueAsNew()) return continueAsNew<typeof handoff>({ ...input, state: session.state });
      const deadline = nextDeadline(session.state);
      if (!(await changedBefore(deadline))) await session.fireDeadline(deadline);
    }
    await condition(allHandlersFinished);
    const { postponement } = session;
    if (postponement) await startPostponement(postponement);
    return session.ending;
  });

  /** Gives the lead to an owner or to the team queue, and starts the clocks. */
  async function transfer(): Promise<void> {
    const { judged, teamId, messageId } = input;
    await session.commit({ kind: 'start', judged, teamId, messageId });
  }

  /** Waits on the workflow's only timer. Returns true if the earliest deadline changed before it fired. */
  async function changedBefore(deadline: string | undefined): Promise<boolean> {
    const deadlineChanged = (): boolean =>
      !session.isOpen || nextDeadline(session.state) !== deadline || shouldContinueAsNew();
    if (deadline === undefined) {
      await condition(deadlineChanged);
      return true;
    }
    const milliseconds = Date.parse(deadline) - Date.now();
    if (milliseconds <= 0) return false;
    return condition(deadlineChanged, milliseconds, { summary: session.timerSummary });
  }

  function shouldContinueAsNew(): boolean {
    return workflowInfo().historyLength >= CONTINUE_AS_NEW_AT_EVENTS && allHandlersFinished();
  }
}
