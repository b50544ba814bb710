import { applySteps } from '@baton/domain';
import type { HandoffState, RecordedStep } from '@baton/domain';

/** A step with the handoff as it stood right after it: a later step of the same commit may have changed owner and team. */
export interface StepWithState {
  recorded: RecordedStep;
  state: HandoffState;
}

/** The steps of a commit, each with the state that it led to. */
export function stepStates(before: HandoffState, steps: readonly RecordedStep[]): StepWithState[] {
  let state = before;
  return steps.map((recorded) => {
    state = applySteps(state, [recorded]);
    return { recorded, state };
  });
}
