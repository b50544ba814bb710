import { ActionLog } from '../simulation/action-log.ts';

/** What the default criteria make of a lead. */
export type Quality = 'fitting' | 'content-only' | 'student';

/** A lead that was taken: answered 202, or acknowledged by Kafka. */
export interface AcceptedLead {
  email: string;
  entryPoint: 'http' | 'kafka';
  quality: Quality;
  /** Kafka answers nothing. */
  leadId?: string;
}

/** What the world outside did and was answered while things died. */
export class Ledger {
  readonly leads: AcceptedLead[] = [];
  /** Steps that commands were answered with, complaints and refusals. */
  readonly actions = new ActionLog();
}
