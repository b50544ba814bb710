import { GroupCommit } from './group-commit.ts';

const limits = { maxGroupSize: 10, maxConcurrentGroups: 1, maxQueued: 100 };

describe('A group commit', () => {
  it('lets those who arrive meanwhile share the next transaction, and answers each in its place', async () => {
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

  it('does not let one who is at fault harm the others', async () => {
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

  it('tells all of a group at once when the database is away', async () => {
    let tries = 0;
    const commits = new GroupCommit<number, number>({
      ...limits,
      commit: async () => {
        tries += 1;
        throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      },
    });
    const results = await Promise.allSettled([1, 2, 3].map((item) => commits.submit(item)));
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    expect(tries).toBe(1);
  });

  it('sends newcomers away when too many wait', async () => {
    const commits = new GroupCommit<number, number>({ ...limits, maxQueued: 2, commit: async (items) => items });
    const accepted = [commits.submit(1), commits.submit(2)];
    await expect(commits.submit(3)).rejects.toMatchObject({ status: 503, retryAfterSeconds: 1 });
    expect(await Promise.all(accepted)).toEqual([1, 2]);
  });
});
