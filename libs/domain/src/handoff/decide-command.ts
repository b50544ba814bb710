import { directDecision } from '../routing/decision.ts';
import type { RoutingDecision } from '../routing/decision.ts';
import type { CommandActor, HandoffCommand } from './commands.ts';
import { acceptReturn, contestReturn, decideDispute, returnLead } from './decide-return.ts';
import { pendingAssignmentReason } from './decide-deadline.ts';
import { qualify } from './decide-qualification.ts';
import { agreeNextStep, correctContact, leadReplied, addSignal, touch, voidTouch } from './decide-touch.ts';
import type { Draft } from './draft.ts';
import { keepPromise } from './promise-clocks.ts';
import { countedTouches, needsCloser, needsOwner } from './state.ts';
import { isReferenced } from './steps.ts';
import type { Actor } from './steps.ts';

/** The steps of a command that nothing refused; `at` is its receipt. */
export function decideCommand(draft: Draft, command: HandoffCommand, by: CommandActor, at: string): void {
  const actor: Actor = { kind: by.kind, id: by.id };
  switch (command.type) {
    case 'open':
      if (!draft.state.opened) open(draft, actor, at);
      return;
    case 'accept':
      accept(draft, actor, at, false);
      return;
    case 'decline':
      draft.add(at, actor, { type: 'declined', reason: command.reason });
      draft.assign('declined', at);
      return;
    case 'touch':
      touch(draft, command, by, at);
      return;
    case 'void-touch':
      voidTouch(draft, command.touchVersion, actor, at);
      return;
    case 'correct-contact':
      correctContact(draft, command.contactMethod, actor, at);
      return;
    case 'lead-replied':
      leadReplied(draft, command, actor, at);
      return;
    case 'add-signal':
      addSignal(draft, command, actor, at);
      return;
    case 'agree-next-step':
      agreeNextStep(draft, command, actor, at);
      return;
    case 'opt-out':
      draft.add(at, actor, {
        type: 'opted-out',
        evidence: command.evidence,
        referenced: isReferenced(command.evidence),
      });
      draft.end('opted-out', at);
      return;
    case 'note':
      draft.add(at, actor, { type: 'note-added', textId: command.textId });
      return;
    case 'answer-questions':
      draft.add(at, actor, { type: 'questions-answered', answers: command.answers });
      return;
    case 'qualify':
      qualify(draft, command.answers, actor, at);
      return;
    case 'return':
      returnLead(draft, command, actor, at);
      return;
    case 'hold-return':
      draft.add(at, actor, { type: 'return-held' });
      draft.openTicket('returned-without-reason', at);
      return;
    case 'accept-return':
      acceptReturn(draft, command.disposition, at, actor);
      return;
    case 'contest-return':
      contestReturn(draft, command.textId, actor, at);
      return;
    case 'decide-dispute':
      decideDispute(draft, command, actor, at);
      return;
    case 'close-unreachable': {
      const { length } = countedTouches(draft.state);
      draft.add(at, actor, { type: 'unreachable', countedTouches: length, automatic: false });
      draft.end('unreachable', at);
      return;
    }
    case 'reassign':
      reassign(draft, command.toPersonId, actor, at);
      return;
    case 'retry-routing':
      if (needsOwner(draft.state)) retryRouting(draft, at);
      return;
  }
}

/** An SQL stays one: without another closer it waits as such, and goes from there to a closer again. */
function reassign(draft: Draft, toPersonId: string | undefined, actor: Actor, at: string): void {
  const routing = manualRouting(draft, toPersonId);
  const { state } = draft;
  const remainsQueued = state.stage === 'queued' || (routing !== undefined && routing.chosen === undefined);
  draft.assign(needsCloser(state) && remainsQueued ? 'sql' : 'reassigned', at, actor, routing);
}

/** The router's choice, or whoever was named. */
const manualRouting = (
  { state, context: surroundings }: Draft,
  chosen: string | undefined,
): RoutingDecision | undefined =>
  surroundings.routing ?? (chosen === undefined ? undefined : directDecision('team-lead', state.teamId ?? '', chosen));

/** Still nobody: the alarm stands as it is, and nothing is written again. */
function retryRouting(draft: Draft, at: string): void {
  if (draft.context.routing?.chosen) draft.assign(pendingAssignmentReason(draft.state), at);
}

/** Opening keeps no promise, so that an acceptance which is overdue stays an alarm, under its right name. */
function open(draft: Draft, actor: Actor, at: string): void {
  draft.add(at, actor, { type: 'opened' });
  draft.closeTickets(at, 'not-opened');
  if (draft.runningPromise('acceptance', 'owner')?.broken) draft.openTicket('not-accepted', at);
}

export function accept(draft: Draft, actor: Actor, at: string, impliedByTouch: boolean): void {
  draft.add(at, actor, { type: 'accepted', impliedByTouch });
  keepPromise(draft, 'acceptance', 'owner', at);
  draft.closeTickets(at, 'not-opened', 'not-accepted');
  if (!draft.runningPromise('first-contact', 'owner')?.broken) draft.closeTickets(at, 'nobody-eligible');
}
