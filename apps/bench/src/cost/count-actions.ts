import proto from '@temporalio/proto';

type HistoryEvent = proto.temporal.api.history.v1.IHistoryEvent;

const { EventType } = proto.temporal.api.enums.v1;

/** One Action for each of these. */
const billedEventTypes: ReadonlySet<number> = new Set([
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
  EventType.EVENT_TYPE_TIMER_STARTED,
  EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
]);

/**
 * The Actions that Temporal Cloud would bill for a history, by its published rules (docs.temporal.io/cloud/actions):
 * one for the start, whatever search attributes it sets; one for each timer, also that of a `condition` with a time
 * limit; one for each upsert of search attributes, however many they are; one for each Signal and Update; one for each
 * try of an activity; and one for all markers of a workflow task together, which is what local activities cost. What
 * leaves no event, such as queries and refused Updates, is not in it.
 */
export function countActions(events: readonly HistoryEvent[]): number {
  const single = events.filter(({ eventType }) => billedEventTypes.has(eventType ?? 0)).length;
  const tries = events.reduce((sum, { activityTaskStartedEventAttributes: started }) => sum + attemptsOf(started), 0);
  const tasksWithMarkers = new Set(
    events.flatMap(({ markerRecordedEventAttributes: marker }) =>
      marker ? [String(marker.workflowTaskCompletedEventId)] : [],
    ),
  );
  return single + tries + tasksWithMarkers.size;
}

/** Only the last try is an event; it tells how many there were. */
const attemptsOf = (
  started: proto.temporal.api.history.v1.IActivityTaskStartedEventAttributes | null | undefined,
): number => (started ? Math.max(1, started.attempt ?? 1) : 0);
