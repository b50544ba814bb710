import { listOf, moment, objectOf, oneOf, optional, positiveInteger, shortText, storableText } from '../shape.ts';
import { deadlines } from './deadlines.ts';
import { applySteps } from './fold.ts';
import { actorKinds } from './record.ts';
import type { RecordedStep } from './record.ts';
import type { HandoffState } from './state.ts';

const recordedSteps = listOf(
  objectOf({
    handoffId: shortText,
    version: positiveInteger,
    at: moment,
    recordedAt: moment,
    actor: objectOf({ kind: oneOf(actorKinds), id: shortText }),
    cause: objectOf({ kind: oneOf(['request', 'deadline', 'message']), key: optional(storableText) }),
    step: objectOf({ type: shortText }),
  }),
);

/**
 * Applies steps that come from outside the workflow, as the answer of an activity. Throws nothing, because a workflow
 * whose task fails is stuck.
 *
 * @param now the workflow's time: no step took effect later
 * @returns undefined when they are not a continuation of this handoff's record.
 */
export function applyReceivedSteps(state: HandoffState, received: unknown, now: string): HandoffState | undefined {
  if (recordedSteps(received) !== undefined) return undefined;
  const steps = received as RecordedStep[];
  const isForeign = steps.some(({ handoffId }) => handoffId !== state.handoffId);
  const isEarly = steps.some(
    ({ at, recordedAt }) => Date.parse(at) > Date.parse(now) || Date.parse(at) > Date.parse(recordedAt),
  );
  if (isForeign || isEarly) return undefined;
  try {
    const applied = applySteps(state, steps);
    return deadlines(applied).every(({ at }) => moment(at) === undefined) ? applied : undefined;
  } catch {
    return undefined;
  }
}
