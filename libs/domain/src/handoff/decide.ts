import type { Agreement } from '../agreement/agreement.ts';
import type { CriterionAnswer } from '../judging/answers.ts';
import type { LeadSnapshot } from '../lead/lead.ts';
import type { RoutingDecision } from '../routing/decision.ts';
import type { NotAgain } from '../routing/member.ts';
import type { OwnerWanted } from '../routing/route.ts';
import type { CountedTime } from '../time/owed-time.ts';
import type { CommandActor, HandoffCommand, ReceivedCommand } from './commands.ts';
import { decideCommand } from './decide-command.ts';
import { decideDeadline, rerouting } from './decide-deadline.ts';
import { deadlines } from './deadlines.ts';
import { Draft } from './draft.ts';
import type { DraftedStep } from './draft.ts';
import { breakPromise, startPromise } from './promise-clocks.ts';
import { needsCloser, wantsOwner } from './state.ts';
import type { HandoffState } from './state.ts';
import { BATON } from './steps.ts';

/** What a new handoff begins with: the judged lead, without anything personal. */
export interface JudgedLead {
  /** Who or what brought the lead. */
  createdBy: string;
  lead: LeadSnapshot;
  answers: CriterionAnswer[];
  asked: string[];
  score: number;
  signalReceivedAt: string;
}

/** What is about to happen: the handoff begins, somebody commands, or a clock has run out. */
export type Intent =
  | { kind: 'start'; judged: JudgedLead; teamId: string; messageId: string }
  | { kind: 'command'; command: HandoffCommand; actor: CommandActor; receivedAt: string; key: string; bodyHash: string }
  | { kind: 'deadline'; dueAt: string };

/** What a decision needs beside the state, gathered in the commit's transaction. */
export interface Surroundings {
  agreement: Agreement;
  /** ISO 8601; the workflow's own time. */
  now: string;
  /** The time of a person, or of the agreement for whoever has no calendar of their own. */
  time(personId?: string): CountedTime;
  /** The choice of the router, where `routingRequest` asked for one, or an SQL for its closer. */
  routing?: RoutingDecision;
  /** Who closes the deal, where `qualify` asks and no router is needed; the owner when the rep does. */
  closerId?: string;
}

/** Whom the router is asked for before this intent can be decided, if anybody. */
export function routingRequest(state: HandoffState, intent: Intent): OwnerWanted | undefined {
  switch (intent.kind) {
    case 'start':
      return { teamId: intent.teamId, leftOut: state.leftOut };
    case 'command':
      return routingOfCommand(state, intent);
    case 'deadline': {
      const due = deadlines(state).filter(({ at }) => at === intent.dueAt);
      return due.some(
        (deadline) => deadline.kind === 'look-again' || (deadline.kind === 'due' && rerouting(deadline.promise, state)),
      )
        ? anotherOwner(state, 'promise-broken')
        : undefined;
    }
  }
}

/** Whom the router is asked for where somebody is looked for already: not the owner who broke their promise and stayed. */
export const wantedWhileWaiting = (state: HandoffState): OwnerWanted | undefined =>
  wantsOwner(state) ? anotherOwner(state, 'promise-broken') : undefined;

/** Whom the router is asked for when the lead becomes an SQL that its owner does not close. */
export function closerWanted(state: HandoffState): OwnerWanted | undefined {
  const wanted = anotherOwner(state, 'previous-owner');
  return wanted && { ...wanted, isSql: true };
}

function anotherOwner(state: HandoffState, why: NotAgain | undefined): OwnerWanted | undefined {
  const { leftOut, teamId, ownerId } = state;
  if (!teamId) return undefined;
  return {
    teamId,
    leftOut: ownerId && why ? [...leftOut, { personId: ownerId, why }] : leftOut,
    ...(needsCloser(state) && { isSql: true }),
  };
}

function routingOfCommand(
  state: HandoffState,
  { command, actor }: Pick<ReceivedCommand, 'command' | 'actor'>,
): OwnerWanted | undefined {
  switch (command.type) {
    case 'decline':
      return anotherOwner(state, 'declined');
    case 'reassign':
      if (command.toPersonId !== undefined) return undefined;
      // Whoever is away is left out for that alone, and until then.
      return anotherOwner(state, actor.id === BATON ? undefined : 'previous-owner');
    case 'look-again':
      return wantedWhileWaiting(state);
    case 'decide-dispute':
      return command.verdict === 'overturned' ? anotherOwner(state, 'previous-owner') : undefined;
    default:
      return undefined;
  }
}

/** The steps that follow from an intent in a state. Pure: the same input gives the same steps. It assumes that nothing refused the command. */
export function decide(state: HandoffState, intent: Intent, surroundings: Surroundings): DraftedStep[] {
  const draft = new Draft(state, surroundings);
  switch (intent.kind) {
    case 'start':
      begin(draft, intent.judged);
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

function begin(draft: Draft, judged: JudgedLead): void {
  const { agreement, now } = draft.surroundings;
  const { minimum, maximum, days } = agreement.touches;
  draft.bySystem(now, { type: 'started', ...judged, touches: { minimum, maximum, days } });
  startPromise(draft, 'transfer', 'lead', judged.signalReceivedAt);
  const dueAt = draft.running('transfer', 'lead')?.dueAt ?? now;
  if (Date.parse(now) > Date.parse(dueAt)) breakPromise(draft, 'transfer', 'lead', 'not-transferred');
  draft.assign('transfer', now);
}
