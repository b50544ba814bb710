import type { HandoffState } from '@baton/domain';
import { nextDeadline } from '@baton/domain';
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
import {
  SYNC_RECORD_UPDATE,
  COMMAND_UPDATE,
  SIGNAL_RECEIVED_SIGNAL,
  STATE_QUERY,
  TEAM_CHANGED_SIGNAL,
} from './handoff.contract.ts';
import type { CommandResult, CommandRequest, HandoffInput } from './handoff.contract.ts';
import { HandoffSession } from './handoff-session.ts';
import { nextDeadlineSummary } from './handoff-view.ts';

/** Beyond this many history events the handoff goes on in a new run, so that nothing grows without bound. */
const CONTINUE_AS_NEW_AT_EVENTS = 400;

const commands = defineUpdate<CommandResult, [CommandRequest]>(COMMAND_UPDATE);
const syncRecord = defineUpdate<CommandResult, []>(SYNC_RECORD_UPDATE);
const signalReceived = defineSignal<[CommandRequest]>(SIGNAL_RECEIVED_SIGNAL);
const teamChanged = defineSignal(TEAM_CHANGED_SIGNAL);
const state = defineQuery<HandoffState>(STATE_QUERY);

/**
 * The story of one handoff: from the verdict MQL to its end, whatever happens in between.
 * It owns the clocks; the record in PostgreSQL holds what it commits and decides after a crash.
 */
export async function handoff(input: HandoffInput): Promise<string> {
  const session = new HandoffSession(input);
  setHandler(commands, (request) => session.execute(request), {
    validator: (request: CommandRequest) => session.assertAllowed(request),
  });
  setHandler(syncRecord, () => session.syncRecord());
  setHandler(signalReceived, (request) => session.executeIfValid(request));
  setHandler(teamChanged, () => session.retryRouting());
  setHandler(state, () => session.state);

  // --------------------------------------------------------------------------------------------

  // Whoever cancels it in the Temporal UI must not lose a lead: only the handoff's own rules end it.
  return CancellationScope.nonCancellable(async () => {
    if (session.isNew) await transfer();
    while (session.isOpen) {
      if (shouldContinueAsNew()) return continueAsNew<typeof handoff>({ ...input, state: session.state });
      const deadline = nextDeadline(session.state);
      if (!(await changedBefore(deadline))) await session.fireDeadline(deadline);
    }
    await condition(allHandlersFinished);
    return session.ending;
  });

  /** Into the CRM, with an owner, and the clocks of acceptance, first contact and touches begin. */
  async function transfer(): Promise<void> {
    const { judged, teamId, messageId } = input;
    await session.commitLocked({ kind: 'start', judged, teamId, messageId });
  }

  /** Waits with the one timer; a command that moves the earliest deadline ends the wait. */
  async function changedBefore(deadline: string | undefined): Promise<boolean> {
    const deadlineChanged = (): boolean =>
      !session.isOpen || nextDeadline(session.state) !== deadline || shouldContinueAsNew();
    if (deadline === undefined) {
      await condition(deadlineChanged);
      return true;
    }
    const milliseconds = Date.parse(deadline) - Date.now();
    if (milliseconds <= 0) return false;
    return condition(deadlineChanged, milliseconds, { summary: nextDeadlineSummary(session.state) });
  }

  function shouldContinueAsNew(): boolean {
    return workflowInfo().historyLength >= CONTINUE_AS_NEW_AT_EVENTS && allHandlersFinished();
  }
}
