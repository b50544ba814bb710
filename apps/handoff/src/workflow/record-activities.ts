import type { RecordedStep } from '@baton/domain';
import { handoffActivities } from '@baton/workflows';
import type { HandoffActivities } from '@baton/workflows';
import type { RecordStore } from '../commit/record-store.ts';

export function recordActivities(store: RecordStore): HandoffActivities {
  return handoffActivities({
    async commit(request) {
      const result = await store.commit(request);
      return 'steps' in result ? { ...result, steps: result.steps.map(withoutRoutingDetails) } : result;
    },
    async readStepsAfter(handoffId, version) {
      return (await store.readStepsAfter(handoffId, version)).map(withoutRoutingDetails);
    },
  });
}

/** Keeps the workflow's history small: the whole routing decision is in the record. */
function withoutRoutingDetails(recorded: RecordedStep): RecordedStep {
  const { step } = recorded;
  if (step.type !== 'assigned' && step.type !== 'queued') return recorded;
  const { routing } = step;
  const shortened = routing.basis === 'agreement' ? { ...routing, pool: [], exclusions: [], triedRules: [] } : routing;
  return { ...recorded, step: { ...step, routing: shortened } };
}
