import { wallClock } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import { projectCapture, projectVerdict } from '../projection/project-lead.ts';
import { projectAgreement, projectOutcome } from '../projection/project-outcome.ts';
import { projectStep } from '../projection/project-step.ts';
import type { WorldEvent } from './generated-world.ts';

/** Hands events to the projections one after another, as the consumer would. */
export async function projectWorld(transaction: SqlExecutor, events: readonly WorldEvent[]): Promise<void> {
  for (const event of events) await project(transaction, event);
}

function project(transaction: SqlExecutor, event: WorldEvent): Promise<void> {
  switch (event.topic) {
    case 'captured':
      return projectCapture(transaction, event, event.data);
    case 'judged':
      return projectVerdict(transaction, event, event.data, wallClock);
    case 'step':
      return projectStep(transaction, event.data, wallClock);
    case 'outcome':
      return projectOutcome(transaction, event.id, event.data);
    case 'agreement':
      return projectAgreement(transaction, event.data);
  }
}
