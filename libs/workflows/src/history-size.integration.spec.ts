import { accept, note, qualify, rep, touch } from './spec/commands.ts';
import { HandoffWorld, quietRuntime, WORLD_WITHIN_MILLISECONDS } from './spec/handoff-world.ts';
import { keepHistory } from './spec/keep-history.ts';

const anna = rep('anna');
const MOST_EVENTS = 40;

describe('What a handoff costs on a real server', () => {
  let world: HandoffWorld;
  beforeAll(async () => {
    quietRuntime();
    world = await HandoffWorld.onServer();
  }, WORLD_WITHIN_MILLISECONDS);
  afterAll(() => world?.close());

  it(`a happy one (accept, one reaching touch, qualify) takes at most ${MOST_EVENTS} events`, async () => {
    const handoff = await (await world.start({ team: ['anna', 'boris'] })).transferred();
    for (const command of [accept, touch('reached'), qualify()]) {
      expect(await handoff.tell(anna, command)).toBeUndefined();
    }
    expect(await handoff.handle.result()).toBe('sql');
    const { historyLength, historySize } = await handoff.handle.describe();
    console.info(`A happy handoff: ${historyLength} history events, ${historySize} bytes`);
    expect(historyLength).toBeLessThanOrEqual(MOST_EVENTS);
    await keepHistory('happy-on-a-real-server', handoff);
  });

  it('a refusal costs nothing, and what ops filter by is kept true', async () => {
    const handoff = await (await world.start({ team: ['anna', 'boris'] })).transferred();
    expect(await handoff.tell(anna, accept)).toBeUndefined();
    const before = await handoff.handle.describe();
    expect(await handoff.tell(rep('boris'), note)).toMatchObject({ code: 'not-yours' });
    const after = await handoff.handle.describe();
    expect(after.historyLength).toBe(before.historyLength);
    const attributes = Object.fromEntries(
      after.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]),
    );
    expect(attributes).toMatchObject({ BatonStage: 'awaiting-first-contact', BatonOwner: 'anna' });
    expect(attributes['BatonNextDue']).toEqual(
      new Date(handoff.recorded.promises.find(({ promise }) => promise === 'first-contact')?.dueAt ?? ''),
    );
  });
});
