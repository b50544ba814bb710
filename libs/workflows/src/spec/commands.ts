import { defaultAgreement } from '@baton/domain';
import type { CommandActor, HandoffCommand, TouchChannel } from '@baton/domain';

export const rep = (id: string): CommandActor => ({ id, kind: 'person', roles: ['rep'], teamId: 'sales' });
/** The lead of this team. */
export const teamLeadOf = (teamId: string): CommandActor => ({
  id: 'tatiana',
  kind: 'person',
  roles: ['team-lead'],
  teamId,
});

export const accept: HandoffCommand = { type: 'accept' };
export const decline: HandoffCommand = { type: 'decline', reason: 'capacity' };
export const note: HandoffCommand = { type: 'note', textId: 'text-1' };
export const closeUnreachable: HandoffCommand = { type: 'close-unreachable' };
export const returnLead: HandoffCommand = {
  type: 'return',
  reason: 'wrong-contact',
  proof: { kind: 'call-record', reference: 'call-1' },
};
/** Ends a handoff in any stage. */
export const optOut: HandoffCommand = { type: 'opt-out', evidence: { kind: 'message-id' } };
export const marketer: CommandActor = { id: 'marina', kind: 'person', roles: ['marketer'] };
export const acceptReturn: HandoffCommand = { type: 'accept-return', disposition: 'nurtured' };
export const reassignTo = (toPersonId: string): HandoffCommand => ({ type: 'reassign', toPersonId });

export const touch = (
  outcome: 'reached' | 'no-answer' = 'no-answer',
  channel: TouchChannel = 'call',
): HandoffCommand => ({
  type: 'touch',
  channel,
  direction: 'outbound',
  outcome,
  evidence: { kind: 'call-record', reference: 'call-1' },
});

export const sqlQuestions = defaultAgreement.criteria.sql.map(({ id }) => id);

export const qualify = (yesTo: readonly string[] = sqlQuestions): HandoffCommand => ({
  type: 'qualify',
  answers: yesTo.map((question) => ({ question, answer: 'yes', evidence: { kind: 'recording' } })),
});
