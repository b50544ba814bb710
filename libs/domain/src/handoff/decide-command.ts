import { directDecision, hasNobodyEligible } from '../routing/decision.ts';
import { assign, reroute } from './assignment.ts';
import { recordedActor } from './commands.ts';
import type { CommandActor, HandoffCommand } from './commands.ts';
import { accept, open } from './decide-acceptance.ts';
import { addSignal, agreeNextStep, correctContact, leadReplied, postpone } from './decide-contact.ts';
import { addEngagement } from './decide-engagement.ts';
import { qualify } from './decide-qualification.ts';
import { acceptReturn, contestReturn, decideDispute, returnLead } from './decide-return.ts';
import { touch } from './decide-touch.ts';
import { voidTouch } from './decide-voided-touch.ts';
import type { Draft } from './draft.ts';
import { endHandoff } from './end-handoff.ts';
import { recordedAnswers, recordedEvidence } from './evidence.ts';
import { keepPromise } from './promise-clocks.ts';
import type { Actor } from './record.ts';
import { countedTouches, isQueued, needsCloser } from './state.ts';

/** Adds the steps of a command that was not refused. `at` is the time of its receipt. */
export function decideCommand(draft: Draft, command: HandoffCommand, by: CommandActor, at: string): void {
  const actor = recordedActor(by);
  switch (command.type) {
    case 'open':
      open(draft, actor, at);
      return;
    case 'accept':
      accept(draft, actor, at, false);
      return;
    case 'decline':
      draft.add(at, actor, { type: 'declined', reason: command.reason });
      keepPromise(draft, 'acceptance', 'owner', at);
      if (command.toTeamId === undefined) assign(draft, 'declined', at);
      else reroute(draft, command.toTeamId, 'declined', at, actor);
      return;
    case 'touch':
      if (command.automatic) addEngagement(draft, command, command.direction, actor, at);
      else touch(draft, command, by, at);
      return;
    case 'void-touch':
      voidTouch(draft, command.touchVersion, actor, at);
      return;
    case 'correct-contact':
      correctContact(draft, command, actor, at);
      return;
    case 'lead-replied':
      if (command.automatic) addEngagement(draft, command, 'inbound', actor, at);
      else leadReplied(draft, command, actor, at);
      return;
    case 'add-signal':
      addSignal(draft, command, actor, at);
      return;
    case 'agree-next-step':
      agreeNextStep(draft, command, actor, at);
      return;
    case 'postpone':
      postpone(draft, command, actor, at);
      return;
    case 'opt-out':
      draft.add(at, actor, { type: 'opted-out', evidence: recordedEvidence(command.evidence, actor) });
      endHandoff(draft, 'opted-out', at);
      return;
    case 'close-erased':
      endHandoff(draft, 'erased', at);
      return;
    case 'note':
      draft.add(at, actor, { type: 'note-added', textId: command.textId });
      return;
    case 'answer-questions':
      draft.add(at, actor, { type: 'questions-answered', answers: recordedAnswers(command.answers, actor) });
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
      acceptReturn(draft, command, at, actor);
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
      endHandoff(draft, 'unreachable', at);
      return;
    }
    case 'reassign':
      if (command.toTeamId === undefined) reassign(draft, command.toPersonId, actor, at);
      else reroute(draft, command.toTeamId, 'team-lead', at, actor);
      return;
    case 'retry-routing':
      retryRouting(draft, at);
      return;
  }
}

/** An SQL that is queued, or becomes queued, is assigned with the reason `sql`, so that a closer still gets it. */
function reassign(draft: Draft, toPersonId: string | undefined, actor: Actor, at: string): void {
  const { state, context } = draft;
  const named = toPersonId === undefined ? undefined : directDecision('team-lead', state.teamId ?? '', toPersonId);
  const routing = context.routing ?? named;
  const isQueued = state.stage === 'queued' || (routing !== undefined && routing.chosen === undefined);
  assign(draft, needsCloser(state) && isQueued ? 'sql' : 'reassigned', at, actor, routing);
}

/** While the lead must wait longer, this adds nothing, unless nobody is left who could take it. */
function retryRouting(draft: Draft, at: string): void {
  const { state, context } = draft;
  if (!isQueued(state)) return;
  if (context.routing?.chosen) assign(draft, state.pendingAssignment?.reason ?? 'transfer', at);
  else if (hasNobodyEligible(context.routing)) draft.openTicket('nobody-eligible', at);
}
