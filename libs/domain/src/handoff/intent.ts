import type { Agreement } from '../agreement/agreement.ts';
import type { RoutingDecision } from '../routing/decision.ts';
import type { CountedTime } from '../time/counted-time.ts';
import type { CommandActor, HandoffCommand } from './commands.ts';
import type { JudgedLead } from './judged-lead.ts';

/** What is about to happen: the handoff starts, someone gives a command, or a deadline has come. */
export type Intent =
  | { kind: 'start'; judged: JudgedLead; teamId: string; messageId: string }
  | { kind: 'command'; command: HandoffCommand; actor: CommandActor; receivedAt: string; key: string; bodyHash: string }
  | { kind: 'deadline'; dueAt: string };

/** What a decision needs in addition to the state. It is read in the commit's transaction. */
export interface DecisionContext {
  agreement: Agreement;
  /** ISO 8601; the workflow's own time. */
  now: string;
  /** The working time of a person, or of the agreement if no person is given or the person has no calendar. */
  time(personId?: string): CountedTime;
  /** The working time of the pool that the lead's clock counts: of `state.pool`, or of the pool just chosen. */
  poolTime: CountedTime;
  /** When the current owner last touched any lead, ISO 8601. */
  ownerLastTouchAt?: string;
  /** The router's choice, present when `ownerRequest` or `closerRequest` asked for one. */
  routing?: RoutingDecision;
  /** Who closes the deal after `qualify`, if the router was not asked. The owner if the rep closes it. */
  closerId?: string;
}
