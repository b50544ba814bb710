import { defaultAgreement } from '../agreement/default-agreement.ts';
import type { CommandOf } from '../handoff/commands.ts';
import type { Evidence } from '../handoff/evidence.ts';
import type { TouchOutcome } from '../handoff/touches.ts';

export const recording: Evidence = { kind: 'recording', reference: 'r-1' };

/** An outbound call by default. */
export const call = (
  outcome: TouchOutcome = 'no-answer',
  changes: Partial<CommandOf<'touch'>> = {},
): CommandOf<'touch'> => ({
  type: 'touch',
  channel: 'call',
  direction: 'outbound',
  outcome,
  evidence: { kind: 'call-record', reference: 'call-1' },
  ...changes,
});

/** An autoresponder wrote back. */
export const automaticReply: CommandOf<'lead-replied'> = {
  type: 'lead-replied',
  channel: 'email',
  evidence: { kind: 'message-id', reference: 'm-1' },
  automatic: true,
};

export const agreeNextStep = (nextStepAt: string): CommandOf<'agree-next-step'> => ({
  type: 'agree-next-step',
  nextStepAt,
  evidence: recording,
});

export const postpone = (until: string): CommandOf<'postpone'> => ({ type: 'postpone', until, evidence: recording });

/** Answers every question of the default agreement with yes. */
export const qualify = (closerId?: string): CommandOf<'qualify'> => ({
  type: 'qualify',
  answers: defaultAgreement.criteria.sql.map(({ id }) => ({ question: id, answer: 'yes', evidence: recording })),
  ...(closerId && { closerId }),
});
