import { createRequire } from 'node:module';

/**
 * kafkajs sets a timer with a negative delay after each response, which makes Node.js 22 and later print a warning. The
 * timer is only needed while requests are queued or the broker throttles, and then its delay is positive.
 */
interface RequestQueue {
  pending: unknown[];
  throttledUntil: number;
  scheduleCheckPendingRequests: (this: RequestQueue) => void;
}
const { prototype: requestQueue } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue/index.js') as {
  prototype: RequestQueue;
};
const originalSchedule = requestQueue.scheduleCheckPendingRequests;
requestQueue.scheduleCheckPendingRequests = function (this: RequestQueue): void {
  if (this.pending.length > 0 || this.throttledUntil > Date.now()) originalSchedule.call(this);
};
