import { applySteps, emptyState, nextDuePromise } from '@baton/domain';
import type { HandoffState, Intent } from '@baton/domain';
import { waitUntil } from '@baton/testing';
import { handoffIdOf } from '@baton/workflows';
import { randomUUID } from 'node:crypto';
import { RecordStore } from '../commit/record-store.ts';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import { TeamQueue } from './team-queue.ts';
import type { AssignableLeads } from './team-queue.ts';

const DAY = 86_400_000;
/** As many commits at once as a worker has connections for. */
const LANES = 8;

/** Over the record alone, without workflows: what they would be told is committed here. */
describe('leads that wait for an owner', () => {
  let handoffs: HandoffFixture;

  beforeEach(async () => {
    handoffs = await HandoffFixture.start();
  }, 180_000);

  afterEach(() => handoffs?.stop(), 180_000);

  const inDays = (days: number): string => new Date(Date.now() + days * DAY).toISOString();
  async function capped(caps: Record<string, number>): Promise<void> {
    for (const [personId, cap] of Object.entries(caps)) {
      const settings = { teamId: 'sales', roles: ['rep'], cap };
      expect(await handoffs.call('adam', 'PUT', `/people/${personId}`, settings)).toMatchObject({ status: 200 });
    }
  }
  async function stateOf(handoffId: string): Promise<HandoffState> {
    const steps = await handoffs.worker!.get(RecordStore).readStepsAfter(handoffId, 0);
    return applySteps(emptyState(handoffId), steps);
  }
  async function take(handoffId: string, intent: Intent, now = new Date().toISOString()): Promise<HandoffState> {
    const leadId = handoffId.slice('handoff-'.length, -'-1'.length);
    const identity = { handoffId, leadId, handoffNumber: 1, agreementVersion: 1 };
    await handoffs.worker!.get(RecordStore).commit({ ...identity, state: await stateOf(handoffId), intent, now });
    return stateOf(handoffId);
  }
  async function begin(score = 50): Promise<string> {
    const leadId = randomUUID();
    const now = new Date().toISOString();
    const lead = { source: 'website', reachableBy: ['phone' as const], flags: [], consent: true, signals: [] };
    const judged = { lead, score, answers: [], askedCriteria: [], createdBy: 'test', signalReceivedAt: now };
    const handoffId = handoffIdOf(leadId, 1);
    await take(handoffId, { kind: 'start', teamId: 'sales', messageId: `judged/${leadId}`, judged }, now);
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
  const afterChange = (now = new Date().toISOString()): Promise<AssignableLeads> =>
    handoffs.api!.get(TeamQueue).findAssignable('sales', now);
  async function inLanes<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
    const left = [...items];
    const lane = async (): Promise<void> => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  }

  it('go out by score as far as there are places: of 500 the best 300', async () => {
    await capped({ anna: 0, boris: 0, clara: 0 });
    const scores = Array.from({ length: 500 }, (_, index) => index);
    await inLanes(scores, (score) => begin(score));
    await capped({ anna: 100, boris: 150, clara: 50 });

    const { assignable: going } = await afterChange();
    expect(going).toHaveLength(300);
    await inLanes(going, (handoffId) => take(handoffId, command('retry-routing')));
    const { rows } = await handoffs.database.pool.query<{ owned: boolean; leads: number; worst: number; best: number }>(
      `SELECT owner_id IS NOT NULL AS owned, count(*)::integer AS leads, min(score) AS worst, max(score) AS best
       FROM handoff.handoff GROUP BY 1 ORDER BY 1`,
    );
    expect(rows).toEqual([
      { owned: false, leads: 200, worst: 0, best: 199 },
      { owned: true, leads: 300, worst: 200, best: 499 },
    ]);
    expect(await afterChange()).toEqual({ going: [] });
  }, 300_000);

  it('go out by score also when a day that begins lets them all look at once', async () => {
    const away = { from: inDays(-0.01), to: inDays(20) };
    for (const personId of ['anna', 'boris', 'clara'])
      expect((await handoffs.call('tatiana', 'POST', `/people/${personId}/absences`, away)).status).toBe(201);
    await capped({ anna: 3, boris: 4, clara: 3 });
    const byScore: string[] = [];
    for (let score = 0; score < 30; score++) byScore.push(await begin(score));
    const lookAgainAt = (await stateOf(byScore[0]!)).pendingAssignment?.retryRoutingAt;
    expect(lookAgainAt).toBeDefined();

    // Their timers fire together; the worst ones come first by chance.
    for (const handoffId of byScore) await take(handoffId, { kind: 'deadline', dueAt: lookAgainAt! }, lookAgainAt);
    const { rows } = await handoffs.database.pool.query<{ score: number }>(
      'SELECT score FROM handoff.handoff WHERE owner_id IS NOT NULL ORDER BY score',
    );
    expect(rows.map(({ score }) => score)).toEqual(Array.from({ length: 10 }, (_, index) => 20 + index));
  }, 180_000);

  it('are told when a better lead that went first no longer waits', async () => {
    await capped({ anna: 0, boris: 0, clara: 0 });
    const better = await begin(90);
    await begin(10);
    const changes = async (): Promise<number> => {
      const { rows } = await handoffs.database.pool.query('SELECT FROM handoff.team_change');
      return rows.length;
    };
    await waitUntil(async () => (await changes()) === 0, { what: 'the waiting leads were told of the caps' });
    await handoffs.api?.close();
    handoffs.api = undefined;
    await take(better, command('opt-out'));
    expect(await changes()).toBe(1);
  }, 180_000);

  it('look for somebody else also while whoever broke their promise still has them', async () => {
    await capped({ anna: 1, boris: 0, clara: 0 });
    const handoffId = await begin();
    const { dueAt } = nextDuePromise(await stateOf(handoffId))!;
    const stayed = await take(handoffId, { kind: 'deadline', dueAt }, dueAt);
    expect(stayed).toMatchObject({ ownerId: 'anna', stage: 'awaiting-acceptance' });
    expect((await afterChange(dueAt)).assignable).toEqual([]);

    await capped({ boris: 1 });
    expect((await afterChange(dueAt)).assignable).toEqual([handoffId]);
    expect(await take(handoffId, command('retry-routing'))).toMatchObject({ ownerId: 'boris' });
    expect((await afterChange(dueAt)).assignable).toEqual([]);
  }, 180_000);

  it('look again when an absence is about to end, though the place became free during it', async () => {
    await capped({ anna: 1, boris: 0, clara: 0 });
    const first = await begin();
    const second = await begin();
    expect((await stateOf(second)).pendingAssignment).toEqual({ reason: 'transfer', urgentPromises: [] });
    const away = { from: inDays(-0.01), to: inDays(20) };
    expect((await handoffs.call('tatiana', 'POST', '/people/anna/absences', away)).status).toBe(201);
    await take(first, command('opt-out'));

    const dueAt = await waitUntil(
      async () => {
        const { rows } = await handoffs.database.pool.query<{ due_at: Date }>(
          'SELECT due_at FROM handoff.team_change WHERE due_at IS NOT NULL',
        );
        return rows[0]?.due_at;
      },
      { what: 'the team is noted to change by the clock' },
    );
    expect(dueAt.getTime()).toBeGreaterThan(Date.now() + 10 * DAY);
    expect(dueAt.getTime()).toBeLessThanOrEqual(Date.parse(away.to) + 12 * DAY);
    expect((await afterChange()).assignable).toEqual([]);
    expect((await afterChange(dueAt.toISOString())).assignable).toEqual([second]);
  }, 180_000);
});
