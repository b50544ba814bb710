import { durationMilliseconds } from '../time/duration.ts';
import type { CommandActor, HandoffCommand } from './commands.ts';
import { dayIn } from '../time/day.ts';
import type { Draft } from './draft.ts';
import { qualificationBy } from './state.ts';
import { isProof, type Actor } from './steps.ts';

/** The steps of a command that nothing refused; `at` is its receipt. */
export function decideCommand(draft: Draft, command: HandoffCommand, { id, kind }: CommandActor, at: string): void {
  const actor: Actor = { kind, id };
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
      touch(draft, command, actor, at);
      return;
    case 'note':
      draft.add(at, actor, { type: 'noted', textId: command.textId });
      return;
    case 'qualify':
      draft.add(at, actor, { type: 'qualified', answers: command.answers });
      draft.end('sql', at);
      return;
    case 'return':
      giveBack(draft, command, actor, at);
      return;
    case 'close-unreachable':
      draft.add(at, actor, { type: 'unreachable', countedTouches: draft.state.countedTouches.length, byItself: false });
      draft.end('unreachable', at);
      return;
    case 'reassign':
      draft.assign('reassigned', at, actor);
      return;
  }
}

/** Opening keeps no promise, so that an acceptance which is overdue stays an alarm, under its right name. */
function open(draft: Draft, actor: Actor, at: string): void {
  draft.add(at, actor, { type: 'opened' });
  draft.closeTickets(at, 'not-opened');
  if (draft.running('acceptance', 'owner')?.broken) draft.openTicket('not-accepted', at);
}

function accept(draft: Draft, actor: Actor, at: string, impliedByTouch: boolean): void {
  draft.add(at, actor, { type: 'accepted', impliedByTouch });
  draft.keepPromise('acceptance', 'owner', at);
  draft.closeTickets(at, 'not-opened', 'not-accepted');
  if (!draft.running('first-contact', 'owner')?.broken) draft.closeTickets(at, 'nobody-eligible');
}

function touch(draft: Draft, command: HandoffCommand & { type: 'touch' }, actor: Actor, at: string): void {
  if (!draft.state.accepted) accept(draft, actor, at, true);
  const { channel, direction, outcome, evidence, textId } = command;
  const reached = outcome === 'reached';
  const counts = direction === 'outbound' && !followsClosely(draft, at);
  const { zone } = draft.surroundings.agreement.calendar;
  draft.add(at, actor, {
    type: 'touched',
    channel,
    direction,
    outcome,
    reached,
    evidence,
    proven: isProof(evidence),
    ...(counts && { countedAs: draft.state.countedTouches.length + 1, day: dayIn(zone, at) }),
    ...(textId && { textId }),
  });
  draft.keepPromise('first-contact', 'owner', at);
  draft.keepPromise('first-contact', 'lead', at);
  // The owner who stayed for want of another has done what another was wanted for.
  draft.closeTickets(at, 'no-first-contact', 'nobody-eligible');
  const { countedTouches, touchLimits } = draft.state;
  if (reached || countedTouches.length >= touchLimits.minimum) {
    draft.keepPromise('touches', 'lead', at);
    draft.closeTickets(at, 'too-few-touches');
  }
  if (!draft.state.reached && countedTouches.length >= touchLimits.maximum) {
    draft.bySystem(at, { type: 'unreachable', countedTouches: countedTouches.length, byItself: true });
    draft.end('unreachable', at);
  }
}

/** Touches close together count once. */
function followsClosely(draft: Draft, at: string): boolean {
  const last = draft.state.countedTouches.at(-1);
  const apart = durationMilliseconds(draft.surroundings.agreement.touches.countOnceWithin);
  return last !== undefined && Date.parse(at) - Date.parse(last.at) < apart;
}

function giveBack(draft: Draft, command: HandoffCommand & { type: 'return' }, actor: Actor, at: string): void {
  const { reason, proof, textId, answers = [] } = command;
  const known = draft.surroundings.agreement.returns.reasons.find(({ code }) => code === reason);
  draft.add(at, actor, {
    type: 'returned',
    reason,
    proof,
    byId: actor.id,
    qualification: qualificationBy(answers) ?? draft.state.qualifyingQuestions,
    ...(answers.length > 0 && { answers }),
    countsAgainst: known?.countsAgainst ?? 'nobody',
    ...(textId && { textId }),
  });
  draft.end('returned', at);
}
