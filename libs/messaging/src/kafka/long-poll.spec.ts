import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SHORTEST_WAIT_MILLISECONDS, withAdaptiveWait } from './long-poll.ts';
import type { Batch, GroupMember } from './long-poll.ts';

const batch = (content: 'messages' | 'nothing' | 'control records'): Batch => ({
  isEmpty: () => content !== 'messages',
  isEmptyDueToFiltering: () => content === 'control records',
});

describe('the long poll of a consumer', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const member = (maxWaitTime = SHORTEST_WAIT_MILLISECONDS): GroupMember => ({ generationId: 1, maxWaitTime });
  /** Fetches once; returns how long the fetch may wait, and what it passes on. */
  const fetching = (of: GroupMember): ((...found: Batch[]) => Promise<{ wait: number; batches: Batch[] }>) => {
    let found: Batch[] = [];
    let wait = 0;
    const fetch = withAdaptiveWait(async function (this: GroupMember) {
      wait = this.maxWaitTime;
      return found;
    });
    return async (...next) => {
      found = next;
      const batches = await fetch.call(of, '1');
      return { wait, batches };
    };
  };
  const waitAfterSeconds = async (fetch: ReturnType<typeof fetching>, seconds: number): Promise<number> => {
    jest.advanceTimersByTime(seconds * 1000);
    return (await fetch(batch('nothing'))).wait;
  };

  it('the wait grows from one second to three while no messages come', async () => {
    const fetch = fetching(member());
    expect(await waitAfterSeconds(fetch, 0)).toBe(1000);
    expect(await waitAfterSeconds(fetch, 10)).toBe(1000);
    expect(await waitAfterSeconds(fetch, 10)).toBe(2000);
    expect(await waitAfterSeconds(fetch, 10)).toBe(3000);
    expect(await waitAfterSeconds(fetch, 3600)).toBe(3000);
  });

  it('the wait after a message is the shortest again', async () => {
    const fetch = fetching(member());
    await waitAfterSeconds(fetch, 0);
    await waitAfterSeconds(fetch, 60);
    await fetch(batch('messages'));
    expect(await waitAfterSeconds(fetch, 0)).toBe(1000);
  });

  it('the wait after a rebalance is the shortest again', async () => {
    const rejoining = member();
    const fetch = fetching(rejoining);
    await waitAfterSeconds(fetch, 0);
    expect(await waitAfterSeconds(fetch, 60)).toBe(3000);
    rejoining.generationId = 2;
    expect(await waitAfterSeconds(fetch, 0)).toBe(1000);
  });

  it('a consumer with another wait keeps it', async () => {
    const fetch = fetching(member(100));
    await waitAfterSeconds(fetch, 0);
    expect(await waitAfterSeconds(fetch, 60)).toBe(100);
  });

  it('partitions without messages are left out, those with control records are not', async () => {
    const [messages, control] = [batch('messages'), batch('control records')];
    const { batches } = await fetching(member())(batch('nothing'), messages, batch('nothing'), control);
    expect(batches).toEqual([messages, control]);
  });
});
