import { applySteps } from '@baton/domain';
import type { HandoffState, RecordedStep } from '@baton/domain';

/** A step with the state right after it. A later step of the same commit may have changed the owner and the team. */
export interface StepWithState {
  recorded: RecordedStep;
  state: HandoffState;
}

/** Pairs each step of a commit with the state right after it. */
export function stepStates(before: HandoffState, steps: readonly RecordedStep[]): StepWithState[] {
  let state = before;
  return steps.map((recorded) => {
    state = applySteps(state, [recorded]);
    return { recorded, state };
  });
}
