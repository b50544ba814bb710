import type { SqlExecutor } from '@baton/messaging';
import { AgreementCalendars } from '../projection/agreement-calendars.ts';
import { projectAgreement } from '../projection/project-agreement.ts';
import { projectCapturedLead, projectVerdict } from '../projection/project-lead.ts';
import { projectOutcome } from '../projection/project-outcome.ts';
import { projectStep } from '../projection/project-step.ts';
import type { TopicEvent } from './generated-event-log.ts';

/** Passes events to the projections one after another, as the consumer does. */
export async function projectEvents(transaction: SqlExecutor, events: readonly TopicEvent[]): Promise<void> {
  const calendars = new AgreementCalendars();
  for (const event of events) await projectEvent(transaction, event, calendars);
}

function projectEvent(transaction: SqlExecutor, event: TopicEvent, calendars: AgreementCalendars): Promise<void> {
  switch (event.topic) {
    case 'captured':
      return projectCapturedLead(transaction, event, event.data);
    case 'judged':
      return projectVerdict(transaction, event, event.data, calendars);
    case 'step':
      return projectStep(transaction, event.data, calendars);
    case 'outcome':
      return projectOutcome(transaction, event, event.data);
    case 'agreement':
      return projectAgreement(transaction, event.data, calendars);
  }
}
