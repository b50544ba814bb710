import type { SqlExecutor } from '@baton/messaging';
import { AgreedTime } from '../projection/agreed-time.ts';
import { projectAgreement } from '../projection/project-agreement.ts';
import { projectCapture, projectVerdict } from '../projection/project-lead.ts';
import { projectOutcome } from '../projection/project-outcome.ts';
import { projectStep } from '../projection/project-step.ts';
import type { WorldEvent } from './generated-world.ts';

/** Hands events to the projections one after another, as the consumer would. */
export async function projectWorld(transaction: SqlExecutor, events: readonly WorldEvent[]): Promise<void> {
  const agreedTime = new AgreedTime();
  for (const event of events) await project(transaction, event, agreedTime);
}

function project(transaction: SqlExecutor, event: WorldEvent, agreedTime: AgreedTime): Promise<void> {
  switch (event.topic) {
    case 'captured':
      return projectCapture(transaction, event, event.data);
    case 'judged':
      return projectVerdict(transaction, event, event.data, agreedTime);
    case 'step':
      return projectStep(transaction, event.data, agreedTime);
    case 'outcome':
      return projectOutcome(transaction, event, event.data);
    case 'agreement':
      return projectAgreement(transaction, event.data, agreedTime);
  }
}
