import { applySteps, DAY, emptyState, nextDuePromise } from '@baton/domain';
import type { HandoffState, Intent } from '@baton/domain';
import { waitUntil } from '@baton/testing';
import { handoffIdOf } from '@baton/workflows';
import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { RecordStore } from '../commit/record-store.ts';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import { TeamQueue } from './team-queue.ts';
import type { Release } from './team-queue.ts';

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
  /** Changes caps without a team change, so that the service does not release the queue before the test does. */
  async function setCaps(caps: Record<string, number>): Promise<void> {
    await handoffs.waitForReleases();
    for (const [personId, cap] of Object.entries(caps))
      await handoffs.database.pool.query('UPDATE handoff.person SET cap = $2 WHERE person_id = $1', [personId, cap]);
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
  async function start(score = 50, now = new Date().toISOString(), language?: string): Promise<string> {
    const leadId = randomUUID();
    const lead = { source: 'website', reachableBy: ['phone' as const], flags: [], consent: true, signals: [] };
    const inLanguage = { ...lead, ...(language !== undefined && { language }) };
    const judged = {
      lead: inLanguage,
      score,
      answers: [],
      askedCriteria: [],
      createdBy: 'test',
      signalReceivedAt: now,
    };
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
  const release = (): Promise<Release> => handoffs.api!.get(TeamQueue).release('sales');
  async function concurrently<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
    const remaining = [...items];
    const lane = async (): Promise<void> => {
      for (let item = remaining.shift(); item !== undefined; item = remaining.shift()) await work(item);
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, lane));
  }

  async function slotsTaken(on: HandoffFixture): Promise<Record<string, number>> {
    const { rows } = await on.database.pool.query<{ person: string; leads: number }>(
      `SELECT coalesce(slot_of, reserved_for) AS person, count(*)::integer AS leads FROM handoff.handoff
       WHERE coalesce(slot_of, reserved_for) IS NOT NULL GROUP BY 1 ORDER BY 1`,
    );
    return Object.fromEntries(rows.map(({ person, leads }) => [person, leads]));
  }
  /** Those that a slot is reserved for, by a release of the test or of the service. */
  const reservedLeads = async (): Promise<string[]> => {
    const { rows } = await handoffs.database.pool.query<{ handoff_id: string }>(
      'SELECT handoff_id FROM handoff.handoff WHERE reserved_for IS NOT NULL',
    );
    return rows.map(({ handoff_id }) => handoff_id);
  };
  const scoresOf = async (handoffIds: readonly string[]): Promise<number[]> => {
    const { rows } = await handoffs.database.pool.query<{ score: number }>(
      'SELECT score FROM handoff.handoff WHERE handoff_id = ANY ($1) ORDER BY score DESC',
      [handoffIds],
    );
    return rows.map(({ score }) => score);
  };

  it('a release reserves the best leads of 500 for as many slots as are free, and no lead twice', async () => {
    await setCaps({ anna: 0, boris: 0, clara: 0 });
    await concurrently(
      Array.from({ length: 500 }, (_, index) => index),
      (score) => start(score),
    );
    await setCaps({ anna: 10, boris: 15, clara: 5 });

    const { reserved } = await release();
    expect(await scoresOf(reserved)).toEqual(Array.from({ length: 30 }, (_, index) => 499 - index));
    expect((await release()).reserved).toEqual([]);
    await concurrently(reserved, (handoffId) => commit(handoffId, command('retry-routing')));
    expect(await slotsTaken(handoffs)).toEqual({ anna: 10, boris: 15, clara: 5 });
    expect((await release()).reserved).toEqual([]);
  }, 300_000);

  it('a release never deadlocks with the commits of the leads that it reserves', async () => {
    await setCaps({ anna: 0, boris: 0, clara: 0 });
    const waiting = await Promise.all(Array.from({ length: 24 }, (_, score) => start(score)));
    await setCaps({ anna: 100, boris: 100, clara: 100 });
    let isCommitting = true;
    const releases = async (): Promise<void> => {
      while (isCommitting) {
        await release();
        await handoffs.database.pool.query('UPDATE handoff.handoff SET reserved_until = now()');
      }
    };
    const commits = concurrently([...waiting, ...waiting], (id) => commit(id, command('retry-routing')));
    // A deadlock rejects the release or the commit that PostgreSQL chooses as its victim.
    await Promise.all([releases(), commits.finally(() => (isCommitting = false))]);
    await release();
    await concurrently(waiting, (id) => commit(id, command('retry-routing')));
    expect(Object.values(await slotsTaken(handoffs)).reduce((sum, leads) => sum + leads, 0)).toBe(waiting.length);
  }, 180_000);

  it('a new lead waits behind the queue even while a slot is free', async () => {
    await setCaps({ anna: 0, boris: 0, clara: 0 });
    const first = await start(10);
    await setCaps({ anna: 1 });
    const second = await start(90);
    expect((await stateOf(second)).stage).toBe('queued');
    // The same score, but younger.
    await start(90);
    await release();
    expect(await reservedLeads()).toEqual([second]);
    await commit(second, command('retry-routing'));
    expect((await stateOf(second)).ownerId).toBe('anna');
    expect((await stateOf(first)).stage).toBe('queued');
  }, 180_000);

  it('a weak lead that has waited for days is released before a fresh one with a better score', async () => {
    await setCaps({ anna: 0, boris: 0, clara: 0 });
    const fresh = await start(90);
    const weak = await start(40, inDays(-14));
    await setCaps({ anna: 1 });
    expect((await release()).reserved).toEqual([weak]);
    await setCaps({ anna: 2 });
    expect((await release()).reserved).toEqual([fresh]);
  }, 180_000);

  it('a queued lead that nobody is left for has its ticket and one message, also while the team is busy', async () => {
    await setCaps({ anna: 0, boris: 0, clara: 0 });
    const better = await start(90);
    const german = await start(10, undefined, 'de');
    expect(await release()).toMatchObject({ reserved: [], forNobody: [] });
    await handoffs.database.pool.query(`UPDATE handoff.person SET languages = '{ru}'`);
    expect(await release()).toMatchObject({ reserved: [], forNobody: [german] });
    await commit(german, command('retry-routing'));
    await commit(german, command('retry-routing'));
    expect((await stateOf(german)).tickets).toEqual(['nobody-eligible']);
    expect((await stateOf(better)).tickets).toEqual([]);
    expect((await release()).forNobody).toEqual([]);
    const { rowCount } = await handoffs.database.pool.query(
      `SELECT FROM handoff.notification WHERE handoff_id = $1 AND kind = 'nobody-eligible'`,
      [german],
    );
    expect(rowCount).toBe(1);
  }, 180_000);

  it.each([
    ['leaves', () => handoffs.call('tatiana', 'POST', '/people/anna/leave')],
    [
      'enters an absence',
      () => handoffs.call('tatiana', 'POST', '/people/anna/absences', { from: inDays(-0.01), to: inDays(20) }),
    ],
  ])(
    'the queue is looked through when a member of the team %s',
    async (_, change) => {
      await setCaps({ anna: 0, boris: 0, clara: 0 });
      await handoffs.database.pool.query(
        `UPDATE handoff.person SET left_at = now() WHERE person_id IN ('boris', 'clara')`,
      );
      const handoffId = await start();
      await handoffs.waitForReleases();
      const releases = jest.spyOn(handoffs.api!.get(TeamQueue), 'releaseAfterChanges');
      await change();
      const found = async (): Promise<string[]> => {
        const results = (await Promise.all(releases.mock.results.map(({ value }) => value))) as Release[];
        return results.flatMap(({ forNobody }) => forNobody);
      };
      await waitUntil(async () => (await found()).includes(handoffId), { what: 'the service finds the lead' });
    },
    180_000,
  );

  it('a reservation that its lead does not take in time ends, and the lead is released again', async () => {
    await setCaps({ anna: 0, boris: 0, clara: 0 });
    const handoffId = await start();
    await setCaps({ anna: 1 });
    const { reserved, expiresAt } = await release();
    expect(reserved).toEqual([handoffId]);
    expect(Date.parse(expiresAt ?? '')).toBeGreaterThan(Date.now());
    expect((await release()).reserved).toEqual([]);
    await handoffs.database.pool.query(`UPDATE handoff.handoff SET reserved_until = now() - interval '1 second'`);
    expect((await release()).reserved).toEqual([handoffId]);
  }, 180_000);

  it('a team change is recorded when a better lead leaves the queue', async () => {
    await setCaps({ anna: 0, boris: 0, clara: 0 });
    const better = await start(90);
    await start(10);
    const changes = async (): Promise<number> => {
      const { rows } = await handoffs.database.pool.query('SELECT FROM handoff.team_change WHERE due_at IS NULL');
      return rows.length;
    };
    await handoffs.waitForReleases();
    await handoffs.api?.close();
    handoffs.api = undefined;
    await commit(better, command('opt-out'));
    expect(await changes()).toBe(1);
  }, 180_000);

  it('a person who missed an acceptance is assigned no lead until their next step in Baton', async () => {
    // While somebody else in the pool is at work, the lead does not return to the person who missed it.
    await handoffs.database.pool.query(
      `UPDATE handoff.person SET left_at = now() WHERE person_id IN ('boris', 'clara')`,
    );
    const handoffId = await start();
    const { dueAt } = nextDuePromise(await stateOf(handoffId))!;
    expect(await commit(handoffId, { kind: 'deadline', dueAt }, dueAt)).toMatchObject({
      ownerId: null,
      stage: 'queued',
    });
    expect((await release()).reserved).toEqual([]);

    // Any command shows that she is back, even one that is refused.
    expect((await handoffs.call('anna', 'POST', `/handoffs/${handoffIdOf(randomUUID(), 1)}/accept`)).status).toBe(404);
    await waitUntil(async () => (await reservedLeads())[0] === handoffId, { what: 'a slot is reserved for the lead' });
    expect(await commit(handoffId, command('retry-routing'))).toMatchObject({ ownerId: 'anna' });
  }, 180_000);

  it('a release is scheduled for the end of an absence', async () => {
    const back = inDays(20);
    const away = { from: inDays(-0.01), to: back };
    for (const personId of ['anna', 'boris', 'clara'])
      expect((await handoffs.call('tatiana', 'POST', `/people/${personId}/absences`, away)).status).toBe(201);
    await start();
    const { reserved, retryAt } = await release();
    expect(reserved).toEqual([]);
    expect(Date.parse(retryAt ?? '')).toBe(Date.parse(back));
  }, 180_000);
});
