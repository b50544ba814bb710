import type { HandoffState } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { HandoffIdentity } from '../handoff-row/record-rows.ts';
import type { StepWithState } from '../handoff-row/step-states.ts';

/** What a commit appends to a record, with the state before and after it. */
export interface CommittedSteps {
  identity: HandoffIdentity;
  before: HandoffState;
  after: HandoffState;
  /** At least one, each with the state right after it. */
  steps: readonly StepWithState[];
}

/** What else is written in the transaction of a commit, such as tickets, notifications and outgoing events. */
export type CommitEffect = (transaction: SqlExecutor, committed: CommittedSteps) => Promise<void>;

/** The injection token of the effects of every commit. */
export const COMMIT_EFFECTS = 'COMMIT_EFFECTS';
