import type { RecordedStep } from '@baton/domain';
import type { HandoffActivities } from '@baton/workflows';
import type { RecordStore } from '../commit/record-store.ts';

/** What the worker offers to the workflow. */
export function recordActivities(store: RecordStore): HandoffActivities {
  return {
    async commit(request) {
      const answer = await store.commit(request);
      return answer.outcome === 'duplicate' ? answer : { ...answer, steps: answer.steps.map(withoutRoutingDetails) };
    },
    async readStepsAfter(handoffId, version) {
      return (await store.readStepsAfter(handoffId, version)).map(withoutRoutingDetails);
    },
  };
}

/** The workflow's history keeps what the story needs; the whole routing decision stands in the record. */
function withoutRoutingDetails(recorded: RecordedStep): RecordedStep {
  const { step } = recorded;
  if (step.type !== 'assigned' && step.type !== 'nobody-eligible') return recorded;
  const { routing } = step;
  const shortened = routing.basis === 'agreement' ? { ...routing, pool: [], exclusions: [], triedRules: [] } : routing;
  return { ...recorded, step: { ...step, routing: shortened } };
}
