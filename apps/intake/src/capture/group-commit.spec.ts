import { GroupCommit } from './group-commit.ts';

const limits = { maxGroupSize: 10, maxConcurrentGroups: 1, maxQueued: 100 };

describe('GroupCommit', () => {
  it('items that arrive during a transaction share the next one, and each gets its own result', async () => {
    const groups: number[][] = [];
    const { promise: firstMayEnd, resolve: endFirst } = Promise.withResolvers<void>();
    const { promise: firstBegan, resolve: beginFirst } = Promise.withResolvers<void>();
    const commits = new GroupCommit<number, string>({
      ...limits,
      commit: async (items) => {
        groups.push(items);
        beginFirst();
        await firstMayEnd;
        return items.map(String);
      },
    });
    const first = commits.submit(0);
    await firstBegan;
    const others = Array.from({ length: 25 }, (_, index) => commits.submit(index + 1));
    endFirst();
    expect(await Promise.all([first, ...others])).toEqual(Array.from({ length: 26 }, (_, index) => String(index)));
    expect(groups.map(({ length }) => length)).toEqual([1, 10, 10, 5]);
  });

  it('an item that cannot be committed does not fail the other items of its group', async () => {
    const commits = new GroupCommit<number, number>({
      ...limits,
      commit: async (items) => {
        if (items.includes(13)) throw new Error('cannot store 13');
        return items;
      },
    });
    const results = await Promise.allSettled([12, 13, 14].map((item) => commits.submit(item)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('the whole group fails after one attempt when the database is unavailable', async () => {
    let attempts = 0;
    const commits = new GroupCommit<number, number>({
      ...limits,
      commit: async () => {
        attempts += 1;
        throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      },
    });
    const results = await Promise.allSettled([1, 2, 3].map((item) => commits.submit(item)));
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    expect(attempts).toBe(1);
  });

  it('a new item is rejected with 503 when the queue is full', async () => {
    const commits = new GroupCommit<number, number>({ ...limits, maxQueued: 2, commit: async (items) => items });
    const accepted = [commits.submit(1), commits.submit(2)];
    await expect(commits.submit(3)).rejects.toMatchObject({ status: 503, retryAfterSeconds: 1 });
    expect(await Promise.all(accepted)).toEqual([1, 2]);
  });
});
