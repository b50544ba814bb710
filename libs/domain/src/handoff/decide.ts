import type { Agreement } from '../agreement/agreement.ts';
import type { CriterionAnswer } from '../judging/judgement.ts';
import type { LeadSnapshot } from '../lead/lead.ts';
import type { RoutingDecision } from '../routing/decision.ts';
import type { LeadExclusionReason } from '../routing/member.ts';
import type { OwnerRequest } from '../routing/route.ts';
import type { CountedTime } from '../time/counted-time.ts';
import type { CommandActor, HandoffCommand, ReceivedCommand } from './commands.ts';
import { decideCommand } from './decide-command.ts';
import { decideDeadline, triggersReroute } from './decide-deadline.ts';
import { deadlines } from './deadlines.ts';
import { Draft } from './draft.ts';
import type { DraftedStep } from './draft.ts';
import { breakPromise, startPromise } from './promise-clocks.ts';
import { needsCloser, needsOwner } from './state.ts';
import type { HandoffState } from './state.ts';
import { BATON } from './steps.ts';

/** What a new handoff begins with: the judged lead, without anything personal. */
export interface JudgedLead {
  /** Who or what brought the lead. */
  createdBy: string;
  lead: LeadSnapshot;
  answers: CriterionAnswer[];
  askedCriteria: string[];
  score: number;
  signalReceivedAt: string;
}

/** What is about to happen: the handoff begins, somebody commands, or a clock has run out. */
export type Intent =
  | { kind: 'start'; judged: JudgedLead; teamId: string; messageId: string }
  | { kind: 'command'; command: HandoffCommand; actor: CommandActor; receivedAt: string; key: string; bodyHash: string }
  | { kind: 'deadline'; dueAt: string };

/** What a decision needs beside the state, gathered in the commit's transaction. */
export interface DecisionContext {
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
export function ownerRequest(state: HandoffState, intent: Intent): OwnerRequest | undefined {
  switch (intent.kind) {
    case 'start':
      return { teamId: intent.teamId, exclusions: state.exclusions };
    case 'command':
      return commandOwnerRequest(state, intent);
    case 'deadline': {
      const due = deadlines(state).filter(({ at }) => at === intent.dueAt);
      return due.some(
        (deadline) =>
          deadline.kind === 'retry-routing' || (deadline.kind === 'due' && triggersReroute(deadline.promise, state)),
      )
        ? newOwnerRequest(state, 'promise-broken')
        : undefined;
    }
  }
}

/** Whom the router is asked for where somebody is looked for already: not the owner who broke their promise and stayed. */
export const pendingOwnerRequest = (state: HandoffState): OwnerRequest | undefined =>
  needsOwner(state) ? newOwnerRequest(state, 'promise-broken') : undefined;

/** Whom the router is asked for when the lead becomes an SQL that its owner does not close. */
export function closerRequest(state: HandoffState): OwnerRequest | undefined {
  const request = newOwnerRequest(state, 'previous-owner');
  return request && { ...request, isSql: true };
}

function newOwnerRequest(state: HandoffState, why: LeadExclusionReason | undefined): OwnerRequest | undefined {
  const { exclusions, teamId, ownerId } = state;
  if (!teamId) return undefined;
  return {
    teamId,
    exclusions: ownerId && why ? [...exclusions, { personId: ownerId, reason: why }] : exclusions,
    ...(needsCloser(state) && { isSql: true }),
  };
}

function commandOwnerRequest(
  state: HandoffState,
  { command, actor }: Pick<ReceivedCommand, 'command' | 'actor'>,
): OwnerRequest | undefined {
  switch (command.type) {
    case 'decline':
      return newOwnerRequest(state, 'declined');
    case 'reassign':
      if (command.toPersonId !== undefined) return undefined;
      // Whoever is away is left out for that alone, and until then.
      return newOwnerRequest(state, actor.id === BATON ? undefined : 'previous-owner');
    case 'retry-routing':
      return pendingOwnerRequest(state);
    case 'decide-dispute':
      return command.verdict === 'overturned' ? newOwnerRequest(state, 'previous-owner') : undefined;
    default:
      return undefined;
  }
}

/** The steps that follow from an intent in a state. Pure: the same input gives the same steps. It assumes that nothing refused the command. */
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
  const { minimum, maximum, minimumDays: days } = agreement.touches;
  draft.addBySystem(now, { type: 'started', ...judged, touchLimits: { minimum, maximum, minimumDays: days } });
  startPromise(draft, 'transfer', 'lead', judged.signalReceivedAt);
  const dueAt = draft.runningPromise('transfer', 'lead')?.dueAt ?? now;
  if (Date.parse(now) > Date.parse(dueAt)) breakPromise(draft, 'transfer', 'lead', 'not-transferred');
  draft.assign('transfer', now);
}
