import { recordedActor } from './commands.ts';
import type { CommandOf, ReceivedCommand, Refusal } from './commands.ts';
import type { DraftedStep } from './draft.ts';
import { recordedEvidence } from './evidence.ts';
import { isTeamLeadOf } from './permissions.ts';
import { nextStepDateRefusal } from './next-step-date.ts';
import type { HandoffState } from './state.ts';

export interface ReceivedNextStep extends ReceivedCommand {
  command: CommandOf<'agree-next-step'>;
}

/** What is known about a handoff that has ended, apart from its state. */
export interface AfterEnd {
  /** Whether the deal was won or lost. */
  hasOutcome: boolean;
  /** Whether the person was erased. */
  isErased: boolean;
}

/**
 * Why no dated next step can be agreed after the handoff has ended; undefined when it can. Only an SQL without an outcome
 * owes one.
 */
export function nextStepAfterEndRefusal(
  state: HandoffState,
  { hasOutcome, isErased }: AfterEnd,
  received: ReceivedNextStep,
): Refusal | undefined {
  const { command, actor } = received;
  if (state.ending !== 'sql')
    return wrongStage(`The handoff has ended (${state.ending}). Only an SQL can have a next step after its end.`);
  if (actor.id !== state.ownerId && !isTeamLeadOf(state, actor))
    return { code: 'not-permitted', detail: "Only the owner of the SQL, or the team's lead can do this." };
  if (isErased) return wrongStage('The person behind this SQL was erased, so nobody may contact them.');
  if (hasOutcome)
    return wrongStage('This SQL already has its outcome. If that was a mistake, report the right outcome.');
  return nextStepDateRefusal(command.nextStepAt, received, 'sql');
}

/** The step of a next step that is agreed after the end. No promise is running, so it pauses and starts none. */
export function nextStepAfterEnd({ command, actor: by, receivedAt }: ReceivedNextStep): DraftedStep {
  const { nextStepAt, evidence, textId } = command;
  const actor = recordedActor(by);
  return {
    at: receivedAt,
    actor,
    step: {
      type: 'next-step-agreed',
      nextStepAt,
      evidence: recordedEvidence(evidence, actor),
      ...(textId && { textId }),
    },
  };
}

const wrongStage = (detail: string): Refusal => ({ code: 'wrong-stage', detail });
