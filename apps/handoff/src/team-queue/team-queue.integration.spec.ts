import { applySteps, DAY, emptyState, nextDuePromise } from '@baton/domain';
import type { HandoffState, Intent } from '@baton/domain';
import { waitUntil } from '@baton/testing';
import { handoffIdOf } from '@baton/workflows';
import { randomUUID } from 'node:crypto';
import { RecordStore } from '../commit/record-store.ts';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import { TeamQueue } from './team-queue.ts';
import type { AssignableLeads } from './team-queue.ts';

/** As many commits as a worker has database connections. */
const CONCURRENCY = 8;

/** Runs without workflows: the tests make the commits that signalled workflows would make. */
describe('the team queue', () => {
  let handoffs: HandoffFixture;

  beforeEach(async () => {
    handoffs = await HandoffFixture.start();
  }, 180_000);

  afterEach(() => handoffs?.stop(), 180_000);

  const inDays = (days: number): string => new Date(Date.now() + days * DAY).toISOString();
  async function setCaps(caps: Record<string, number>): Promise<void> {
    for (const [personId, cap] of Object.entries(caps)) {
      const settings = { teamId: 'sales', roles: ['rep'], cap };
      expect(await handoffs.call('adam', 'PUT', `/people/${personId}`, settings)).toMatchObject({ status: 200 });
    }
  }
  async function stateOf(handoffId: string): Promise<HandoffState> {
    const steps = await handoffs.worker!.get(RecordStore).readStepsAfter(handoffId, 0);
    return applySteps(emptyState(handoffId), steps);
  }
  async function commit(handoffId: string, intent: Intent, now = new Date().toISOString()): Promise<HandoffState> {
    const leadId = handoffId.slice('handoff-'.length, -'-1'.length);
    const identity = { handoffId, leadId, handoffNumber: 1, agreementVersion: 1 };
    await handoffs.worker!.get(RecordStore).commit({ ...identity, state: await stateOf(handoffId), intent, now });
    return stateOf(handoffId);
  }
  async function start(score = 50): Promise<string> {
    const leadId = randomUUID();
    const now = new Date().toISOString();
    const lead = { source: 'website', reachableBy: ['phone' as const], flags: [], consent: true, signals: [] };
    const judged = { lead, score, answers: [], askedCriteria: [], createdBy: 'test', signalReceivedAt: now };
    const handoffId = handoffIdOf(leadId, 1);
    await commit(handoffId, { kind: 'start', teamId: 'sales', messageId: `judged/${leadId}`, judged }, now);
    return handoffId;
  }
  const command = (type: 'retry-routing' | 'opt-out'): Intent => ({
    kind: 'command',
    command: type === 'opt-out' ? { type, evidence: { kind: 'note' } } : { type },
    actor: { id: 'baton', kind: 'integration', roles: ['integration'] },
    receivedAt: new Date().toISOString(),
    key: randomUUID(),
    bodyHash: '',
  });
  const findAssignable = (now = new Date().toISOString()): Promise<AssignableLeads> =>
    handoffs.api!.get(TeamQueue).findAssignable('sales', now);
  async function concurrently<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
    const remaining = [...items];
    const lane = async (): Promise<void> => {
      for (let item = remaining.shift(); item !== undefined; item = remaining.shift()) await work(item);
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, lane));
  }

  it('the best 300 of 500 waiting leads are assigned when there is capacity for 300', async () => {
    await setCaps({ anna: 0, boris: 0, clara: 0 });
    const scores = Array.from({ length: 500 }, (_, index) => index);
    await concurrently(scores, (score) => start(score));
    await setCaps({ anna: 100, boris: 150, clara: 50 });

    const { assignable } = await findAssignable();
    expect(assignable).toHaveLength(300);
    await concurrently(assignable, (handoffId) => commit(handoffId, command('retry-routing')));
    const { rows } = await handoffs.database.pool.query<{ owned: boolean; leads: number; worst: number; best: number }>(
      `SELECT owner_id IS NOT NULL AS owned, count(*)::integer AS leads, min(score) AS worst, max(score) AS best
       FROM handoff.handoff GROUP BY 1 ORDER BY 1`,
    );
    expect(rows).toEqual([
      { owned: false, leads: 200, worst: 0, best: 199 },
      { owned: true, leads: 300, worst: 200, best: 499 },
    ]);
    expect(await findAssignable()).toEqual({ assignable: [] });
  }, 300_000);

  it('the best leads are assigned even if the start of a shift makes all of them retry routing together', async () => {
    const away = { from: inDays(-0.01), to: inDays(20) };
    for (const personId of ['anna', 'boris', 'clara'])
      expect((await handoffs.call('tatiana', 'POST', `/people/${personId}/absences`, away)).status).toBe(201);
    await setCaps({ anna: 3, boris: 4, clara: 3 });
    const byScore: string[] = [];
    for (let score = 0; score < 30; score++) byScore.push(await start(score));
    const retryAt = (await stateOf(byScore[0]!)).pendingAssignment?.retryRoutingAt;
    expect(retryAt).toBeDefined();

    // The timers fire together, and the worst leads happen to be first.
    for (const handoffId of byScore) await commit(handoffId, { kind: 'deadline', dueAt: retryAt! }, retryAt);
    const { rows } = await handoffs.database.pool.query<{ score: number }>(
      'SELECT score FROM handoff.handoff WHERE owner_id IS NOT NULL ORDER BY score',
    );
    expect(rows.map(({ score }) => score)).toEqual(Array.from({ length: 10 }, (_, index) => 20 + index));
  }, 180_000);

  it('a team change is recorded when a better lead leaves the queue', async () => {
    await setCaps({ anna: 0, boris: 0, clara: 0 });
    const better = await start(90);
    await start(10);
    const changes = async (): Promise<number> => {
      const { rows } = await handoffs.database.pool.query('SELECT FROM handoff.team_change');
      return rows.length;
    };
    await waitUntil(async () => (await changes()) === 0, { what: 'the waiting leads were notified of the new caps' });
    await handoffs.api?.close();
    handoffs.api = undefined;
    await commit(better, command('opt-out'));
    expect(await changes()).toBe(1);
  }, 180_000);

  it('a lead whose owner broke a promise is assigned to another person as soon as one has capacity', async () => {
    await setCaps({ anna: 1, boris: 0, clara: 0 });
    const handoffId = await start();
    const { dueAt } = nextDuePromise(await stateOf(handoffId))!;
    const stayed = await commit(handoffId, { kind: 'deadline', dueAt }, dueAt);
    expect(stayed).toMatchObject({ ownerId: 'anna', stage: 'awaiting-acceptance' });
    expect((await findAssignable(dueAt)).assignable).toEqual([]);

    await setCaps({ boris: 1 });
    expect((await findAssignable(dueAt)).assignable).toEqual([handoffId]);
    expect(await commit(handoffId, command('retry-routing'))).toMatchObject({ ownerId: 'boris' });
    expect((await findAssignable(dueAt)).assignable).toEqual([]);
  }, 180_000);

  it('a waiting lead is assigned at the end of an absence if the capacity was released during it', async () => {
    await setCaps({ anna: 1, boris: 0, clara: 0 });
    const first = await start();
    const second = await start();
    expect((await stateOf(second)).pendingAssignment).toEqual({ reason: 'transfer', urgentPromises: [] });
    const away = { from: inDays(-0.01), to: inDays(20) };
    expect((await handoffs.call('tatiana', 'POST', '/people/anna/absences', away)).status).toBe(201);
    await commit(first, command('opt-out'));

    const dueAt = await waitUntil(
      async () => {
        const { rows } = await handoffs.database.pool.query<{ due_at: Date }>(
          'SELECT due_at FROM handoff.team_change WHERE due_at IS NOT NULL',
        );
        return rows[0]?.due_at;
      },
      { what: 'a team change is scheduled' },
    );
    expect(dueAt.getTime()).toBeGreaterThan(Date.now() + 10 * DAY);
    expect(dueAt.getTime()).toBeLessThanOrEqual(Date.parse(away.to) + 12 * DAY);
    expect((await findAssignable()).assignable).toEqual([]);
    expect((await findAssignable(dueAt.toISOString())).assignable).toEqual([second]);
  }, 180_000);
});
