import type { Agreement } from '../agreement/agreement.ts';
import type { CriterionAnswer } from '../judging/answers.ts';
import type { LeadSnapshot } from '../lead/lead.ts';
import type { RoutingDecision } from '../routing/decision.ts';
import type { OwnerWanted } from '../routing/route.ts';
import { decideCommand } from './decide-command.ts';
import { decideDeadline } from './decide-deadline.ts';
import type { CommandActor, HandoffCommand } from './commands.ts';
import { Draft, type DraftedStep } from './draft.ts';
import { deadlines } from './deadlines.ts';
import type { HandoffState } from './state.ts';

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
  /** The choice of the router, where `routingRequest` asked for one. */
  routing?: RoutingDecision;
}

/** Whom the router is asked for before this intent can be decided, if anybody. */
export function routingRequest(state: HandoffState, intent: Intent): OwnerWanted | undefined {
  const { leftOut, teamId, ownerId } = state;
  const request = (why: 'declined' | 'promise-broken'): OwnerWanted | undefined =>
    teamId && ownerId ? { teamId, leftOut: [...leftOut, { personId: ownerId, why }] } : undefined;
  switch (intent.kind) {
    case 'start':
      return { teamId: intent.teamId, leftOut };
    case 'command':
      return intent.command.type === 'decline' ? request('declined') : undefined;
    case 'deadline':
      return deadlines(state).some(
        (deadline) => deadline.at === intent.dueAt && deadline.kind === 'due' && reroutes(deadline.promise),
      )
        ? request('promise-broken')
        : undefined;
  }
}

/** Only acceptance and first contact reroute, and only on the owner's clock. */
const reroutes = ({ promise, clock }: { promise: string; clock: string }): boolean =>
  clock === 'owner' && (promise === 'acceptance' || promise === 'first-contact');

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
  draft.startPromise('transfer', 'lead', judged.signalReceivedAt);
  const dueAt = draft.running('transfer', 'lead')?.dueAt ?? now;
  if (Date.parse(now) > Date.parse(dueAt)) draft.breakPromise('transfer', 'lead', 'not-transferred');
  draft.assign('transfer', now);
}
