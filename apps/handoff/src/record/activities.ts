import type { RecordedStep } from '@baton/domain';
import type { Activities } from '@baton/workflows';
import type { HandoffRecords } from './record.ts';

/** What the worker offers to the workflow. */
export function activitiesOf(records: HandoffRecords): Activities {
  return {
    async commit(request) {
      const answer = await records.commit(request);
      return answer.outcome === 'known' ? answer : { ...answer, steps: answer.steps.map(lean) };
    },
    async stepsAfter(handoffId, version) {
      return (await records.stepsAfter(handoffId, version)).map(lean);
    },
  };
}

/** The workflow's history keeps what the story needs; the whole routing decision stands in the record. */
function lean(recorded: RecordedStep): RecordedStep {
  const { step } = recorded;
  if (step.type !== 'assigned' && step.type !== 'nobody-eligible') return recorded;
  const { routing } = step;
  const shortened = routing.rule === 'agreement' ? { ...routing, ...{ pool: [], leftOut: [], tried: [] } } : routing;
  return { ...recorded, step: { ...step, routing: shortened } };
}
