import { AgreementDraft } from '../agreements/agreement-draft.entity.ts';
import { Handoff } from '../handoff-row/handoff.entity.ts';
import { Ticket } from '../tickets/ticket.entity.ts';

export const entities = [Handoff, Ticket, AgreementDraft];
