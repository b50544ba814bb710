import proto from '@temporalio/proto';
import { countActions } from './count-actions.ts';

const { EventType } = proto.temporal.api.enums.v1;

const marker = (task: number) => ({
  eventType: EventType.EVENT_TYPE_MARKER_RECORDED,
  markerRecordedEventAttributes: { markerName: 'core_local_activity', workflowTaskCompletedEventId: task as never },
});
const started = { eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED };
const timer = { eventType: EventType.EVENT_TYPE_TIMER_STARTED };
const upsert = { eventType: EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES };
const activity = (attempt: number) => ({
  eventType: EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED,
  activityTaskStartedEventAttributes: { attempt },
});

describe('the Actions of a history', () => {
  it('countActions counts the start, each timer, each upsert and each accepted Update', () => {
    const update = { eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED };
    expect(countActions([started, timer, upsert, timer, update])).toBe(5);
  });

  it('countActions counts all local activities of one workflow task once', () => {
    expect(countActions([marker(4), marker(4), marker(9)])).toBe(2);
  });

  it('countActions counts each attempt of an activity', () => {
    expect(countActions([activity(1), activity(3)])).toBe(4);
  });

  it('countActions counts no Action for events that only continue or end something', () => {
    const quiet = [
      EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
      EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
      EventType.EVENT_TYPE_TIMER_FIRED,
      EventType.EVENT_TYPE_TIMER_CANCELED,
      EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
      EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED,
      EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
    ];
    expect(countActions(quiet.map((eventType) => ({ eventType })))).toBe(0);
  });
});
