import proto from '@temporalio/proto';

type HistoryEvent = proto.temporal.api.history.v1.IHistoryEvent;

const { EventType } = proto.temporal.api.enums.v1;

/** Events that cost one Action each. */
const billedEventTypes: ReadonlySet<number> = new Set([
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
  EventType.EVENT_TYPE_TIMER_STARTED,
  EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
]);

/**
 * The Actions that Temporal Cloud would bill for a history, by its published rules (docs.temporal.io/cloud/actions):
 * one for the start, with or without search attributes; one for each timer, including that of a `condition` with a
 * timeout; one for each upsert of search attributes, however many; one for each Signal and Update; one for each attempt of
 * an activity; and one for all local activities of a workflow task together. Queries and refused Updates leave no event
 * and are not counted.
 */
export function countActions(events: readonly HistoryEvent[]): number {
  const single = events.filter(({ eventType }) => billedEventTypes.has(eventType ?? 0)).length;
  const attempts = events.reduce(
    (sum, { activityTaskStartedEventAttributes: started }) => sum + attemptsOf(started),
    0,
  );
  const tasksWithMarkers = new Set(
    events.flatMap(({ markerRecordedEventAttributes: marker }) =>
      marker ? [String(marker.workflowTaskCompletedEventId)] : [],
    ),
  );
  return single + attempts + tasksWithMarkers.size;
}

/** Only the last attempt is an event, which contains the number of attempts. */
const attemptsOf = (
  started: proto.temporal.api.history.v1.IActivityTaskStartedEventAttributes | null | undefined,
): number => (started ? Math.max(1, started.attempt ?? 1) : 0);
