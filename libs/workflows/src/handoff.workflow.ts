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
import { CATCH_UP_UPDATE, COMMAND_UPDATE, HEARD_SIGNAL, STATE_QUERY, TEAM_CHANGED_SIGNAL } from './handoff.contract.ts';
import type { CommandAnswer, CommandRequest, HandoffBeginning } from './handoff.contract.ts';
import { HandoffRecord } from './handoff-record.ts';
import { nextDeadlineSummary } from './handoff-view.ts';

/** Beyond this many history events the handoff goes on in a new run, so that nothing grows without bound. */
const LONG_HISTORY_EVENTS = 400;

const commands = defineUpdate<CommandAnswer, [CommandRequest]>(COMMAND_UPDATE);
const catchUps = defineUpdate<CommandAnswer, []>(CATCH_UP_UPDATE);
const heard = defineSignal<[CommandRequest]>(HEARD_SIGNAL);
const teamChanges = defineSignal(TEAM_CHANGED_SIGNAL);
const states = defineQuery<HandoffState>(STATE_QUERY);

/**
 * The story of one handoff: from the verdict MQL to its end, whatever happens in between.
 * It owns the clocks; the record in PostgreSQL holds what it commits and decides after a crash.
 */
export async function handoff(beginning: HandoffBeginning): Promise<string> {
  const record = new HandoffRecord(beginning);
  setHandler(commands, (request) => record.obey(request), {
    validator: (request: CommandRequest) => record.refuseUnfit(request),
  });
  setHandler(catchUps, () => record.catchUp());
  setHandler(heard, (request) => record.hear(request));
  setHandler(teamChanges, () => record.lookAgain());
  setHandler(states, () => record.state);

  // --------------------------------------------------------------------------------------------

  // Whoever cancels it in the Temporal UI must not lose a lead: only the handoff's own rules end it.
  return CancellationScope.nonCancellable(async () => {
    if (record.isNew) await transfer();
    while (record.isOpen) {
      if (historyIsLong()) return continueAsNew<typeof handoff>({ ...beginning, state: record.state });
      const deadline = nextDeadline(record.state);
      if (!(await somethingHappenedBefore(deadline))) await record.passDeadline(deadline);
    }
    await condition(allHandlersFinished);
    return record.ending;
  });

  /** Into the CRM, with an owner, and the clocks of acceptance, first contact and touches begin. */
  async function transfer(): Promise<void> {
    const { judged, teamId, messageId } = beginning;
    await record.take({ kind: 'start', judged, teamId, messageId });
  }

  /** Waits with the one timer; a command that moves the earliest deadline ends the wait. */
  async function somethingHappenedBefore(deadline: string | undefined): Promise<boolean> {
    const moved = (): boolean => !record.isOpen || nextDeadline(record.state) !== deadline || historyIsLong();
    if (deadline === undefined) {
      await condition(moved);
      return true;
    }
    const milliseconds = Date.parse(deadline) - Date.now();
    if (milliseconds <= 0) return false;
    return condition(moved, milliseconds, { summary: nextDeadlineSummary(record.state) });
  }

  function historyIsLong(): boolean {
    return workflowInfo().historyLength >= LONG_HISTORY_EVENTS && allHandlersFinished();
  }
}
