import { createRequire } from 'node:module';

/** For `maxWaitTimeInMs`: a consumer that starts with this wait waits longer while no messages come. */
export const SHORTEST_WAIT_MILLISECONDS = 1000;
/** Half the session timeout: kafkajs sends the heartbeats of a member between two fetches. */
const LONGEST_WAIT_MILLISECONDS = 3000;
/** The wait grows with the silence, so that it is at its longest after half a minute. */
const WAIT_PER_SILENCE = 0.1;

export interface Batch {
  isEmpty(): boolean;
  isEmptyDueToFiltering(): boolean;
}

/** The member of a consumer group inside kafkajs. Each fetch waits at the broker for up to `maxWaitTime`. */
export interface GroupMember {
  generationId: number | null;
  maxWaitTime: number;
}

type Fetch = (this: GroupMember, nodeId: string) => Promise<Batch[]>;

/** Since when a member has had no messages. A rebalance counts as a message: another one may follow soon. */
interface Silence {
  readonly generationId: number | null;
  since: number;
}

/**
 * Messages end a fetch immediately, but a shutdown, a resumed partition and a rebalance wait for its end. So only a
 * consumer that has had no messages for a while waits long.
 */
export function withAdaptiveWait(fetch: Fetch): Fetch {
  const silences = new WeakMap<GroupMember, Silence>();
  return async function (this: GroupMember, nodeId: string): Promise<Batch[]> {
    const { generationId } = this;
    let silence = silences.get(this);
    const isNew = silence ? silence.generationId !== generationId : this.maxWaitTime === SHORTEST_WAIT_MILLISECONDS;
    if (isNew) {
      silence = { generationId, since: performance.now() };
      silences.set(this, silence);
    }
    if (silence) this.maxWaitTime = waitAfter(performance.now() - silence.since);
    const batches = await fetch.call(this, nodeId);
    // kafkajs has a batch for each partition without messages too, and passes all of them to its workers.
    const filled = batches.filter((batch) => !batch.isEmpty() || batch.isEmptyDueToFiltering());
    if (silence && filled.length > 0) silence.since = performance.now();
    return filled;
  };
}

const waitAfter = (silenceMilliseconds: number): number =>
  Math.round(
    Math.min(Math.max(silenceMilliseconds * WAIT_PER_SILENCE, SHORTEST_WAIT_MILLISECONDS), LONGEST_WAIT_MILLISECONDS),
  );

const { prototype: groupMember } = createRequire(import.meta.url)('kafkajs/src/consumer/consumerGroup.js') as {
  prototype: { fetch: Fetch };
};
groupMember.fetch = withAdaptiveWait(groupMember.fetch);
