import { directDecision } from '../routing/decision.ts';
import type { RoutingDecision } from '../routing/decision.ts';
import type { CommandActor, HandoffCommand } from './commands.ts';
import { acceptReturn, contestReturn, decideDispute, giveBack } from './decide-return.ts';
import { whyWanted } from './decide-deadline.ts';
import { qualify } from './decide-sql.ts';
import { agreeNextStep, correctContact, leadAnswered, signalAdded, touch, voidTouch } from './decide-touch.ts';
import type { Draft } from './draft.ts';
import { keepPromise } from './promise-clocks.ts';
import { countedTouches, needsCloser, wantsOwner } from './state.ts';
import { isProof } from './steps.ts';
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
      correctContact(draft, command.reachableBy, actor, at);
      return;
    case 'lead-answered':
      leadAnswered(draft, command, actor, at);
      return;
    case 'add-signal':
      signalAdded(draft, command, actor, at);
      return;
    case 'agree-next-step':
      agreeNextStep(draft, command, actor, at);
      return;
    case 'opt-out':
      draft.add(at, actor, { type: 'opted-out', evidence: command.evidence, proven: isProof(command.evidence) });
      draft.end('opted-out', at);
      return;
    case 'note':
      draft.add(at, actor, { type: 'noted', textId: command.textId });
      return;
    case 'answer-questions':
      draft.add(at, actor, { type: 'questions-answered', answers: command.answers });
      return;
    case 'qualify':
      qualify(draft, command.answers, actor, at);
      return;
    case 'return':
      giveBack(draft, command, actor, at);
      return;
    case 'hold-return':
      draft.add(at, actor, { type: 'return-held' });
      draft.openTicket('returned-without-reason', at);
      return;
    case 'accept-return':
      acceptReturn(draft, command.lead, at, actor);
      return;
    case 'contest-return':
      contestReturn(draft, command.textId, actor, at);
      return;
    case 'decide-dispute':
      decideDispute(draft, command, actor, at);
      return;
    case 'close-unreachable': {
      const { length } = countedTouches(draft.state);
      draft.add(at, actor, { type: 'unreachable', countedTouches: length, byItself: false });
      draft.end('unreachable', at);
      return;
    }
    case 'reassign':
      reassign(draft, command.toPersonId, actor, at);
      return;
    case 'look-again':
      if (wantsOwner(draft.state)) lookAgain(draft, at);
      return;
  }
}

/** An SQL stays one: without another closer it waits as such, and goes from there to a closer again. */
function reassign(draft: Draft, toPersonId: string | undefined, actor: Actor, at: string): void {
  const routing = byHand(draft, toPersonId);
  const { state } = draft;
  const waits = state.stage === 'nobody-eligible' || (routing !== undefined && routing.chosen === undefined);
  draft.assign(needsCloser(state) && waits ? 'sql' : 'reassigned', at, actor, routing);
}

/** The router's choice, or whoever was named. */
const byHand = ({ state, surroundings }: Draft, chosen: string | undefined): RoutingDecision | undefined =>
  surroundings.routing ?? (chosen === undefined ? undefined : directDecision('team-lead', state.teamId ?? '', chosen));

/** Still nobody: the alarm stands as it is, and nothing is written again. */
function lookAgain(draft: Draft, at: string): void {
  if (draft.surroundings.routing?.chosen) draft.assign(whyWanted(draft.state), at);
}

/** Opening keeps no promise, so that an acceptance which is overdue stays an alarm, under its right name. */
function open(draft: Draft, actor: Actor, at: string): void {
  draft.add(at, actor, { type: 'opened' });
  draft.closeTickets(at, 'not-opened');
  if (draft.running('acceptance', 'owner')?.broken) draft.openTicket('not-accepted', at);
}

export function accept(draft: Draft, actor: Actor, at: string, impliedByTouch: boolean): void {
  draft.add(at, actor, { type: 'accepted', impliedByTouch });
  keepPromise(draft, 'acceptance', 'owner', at);
  draft.closeTickets(at, 'not-opened', 'not-accepted');
  if (!draft.running('first-contact', 'owner')?.broken) draft.closeTickets(at, 'nobody-eligible');
}
