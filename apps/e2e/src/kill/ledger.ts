import type { SentCommand } from './sent-command.ts';
import { ActionLog } from '../simulation/action-log.ts';

/** The kind of lead, which decides its verdict by the default criteria. */
export type Quality = 'fitting' | 'content-only' | 'student';

/** A lead that got a 202 response, or was acknowledged by Kafka. */
export interface AcceptedLead {
  email: string;
  entryPoint: 'http' | 'kafka';
  quality: Quality;
  /** Missing for leads sent over Kafka. */
  leadId?: string;
}

/** What was sent to Baton during a kill run, and the responses to it. */
export class Ledger {
  readonly leads: AcceptedLead[] = [];
  readonly commands: SentCommand[] = [];
  /** Steps in responses to commands, unexpected responses and refusals. */
  readonly actions = new ActionLog();
}
