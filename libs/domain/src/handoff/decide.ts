import { assign } from './assignment.ts';
import { decideCommand } from './decide-command.ts';
import { decideDeadline } from './decide-deadline.ts';
import { Draft } from './draft.ts';
import type { DraftedStep } from './draft.ts';
import type { DecisionContext, Intent } from './intent.ts';
import type { JudgedLead } from './judged-lead.ts';
import { breakPromise, startPromise } from './promise-clocks.ts';
import type { HandoffState } from './state.ts';

/**
 * The steps that follow from an intent. A pure function: the same input always gives the same steps. It assumes that the
 * command was not refused.
 */
export function decide(state: HandoffState, intent: Intent, context: DecisionContext): DraftedStep[] {
  const draft = new Draft(state, context);
  switch (intent.kind) {
    case 'start':
      startHandoff(draft, intent.judged);
      break;
    case 'command':
      decideCommand(draft, intent.command, intent.actor, intent.receivedAt);
      break;
    case 'deadline':
      decideDeadline(draft, intent.dueAt);
      break;
  }
  return draft.steps;
}

function startHandoff(draft: Draft, judged: JudgedLead): void {
  const { agreement, now } = draft.context;
  const { minimum, maximum, minimumDays, minimumChannels, countOnceWithin } = agreement.touches;
  draft.addBySystem(now, {
    type: 'started',
    ...judged,
    touchLimits: { minimum, maximum, minimumDays, minimumChannels, countOnceWithin },
  });
  startPromise(draft, 'transfer', 'lead', judged.signalReceivedAt);
  const dueAt = draft.runningPromise('transfer', 'lead')?.dueAt ?? now;
  if (Date.parse(now) > Date.parse(dueAt)) breakPromise(draft, 'transfer', 'lead', 'not-transferred');
  assign(draft, 'transfer', now);
}
