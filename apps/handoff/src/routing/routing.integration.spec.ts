import { emptyState, roundTheClock } from '@baton/domain';
import type { LeadSnapshot, RecordedStep } from '@baton/domain';
import { aShortAgreement, waitUntil } from '@baton/testing';
import { handoffIdOf } from '@baton/workflows';
import { randomUUID } from 'node:crypto';
import { RecordStore } from '../commit/record-store.ts';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import type { ApiResponse } from '../spec/handoff-fixture.ts';
import { TeamQueue } from '../team-queue/team-queue.ts';

const aLead: LeadSnapshot = { source: 'website', reachableBy: ['phone'], flags: [], consent: true, signals: [] };

describe('routing on a real database', () => {
  let handoffs: HandoffFixture;

  beforeEach(async () => {
    handoffs = await HandoffFixture.start();
  });

  afterEach(() => handoffs?.stop());

  const setCaps = async (caps: Record<string, number>): Promise<void> => {
    for (const [personId, cap] of Object.entries(caps)) {
      const { status } = await handoffs.call('adam', 'PUT', `/people/${personId}`, { ...aRep, cap });
      expect(status).toBe(200);
    }
  };
  const aRep = { teamId: 'sales', roles: ['rep'], hours: roundTheClock };
  const aCloser = { ...aRep, roles: ['closer'] };

  /** Starts a handoff in the record, without a workflow. */
  async function start(score: number, lead = aLead): Promise<string> {
    const leadId = randomUUID();
    const now = new Date().toISOString();
    const handoffId = handoffIdOf(leadId, 1);
    await handoffs.worker!.get(RecordStore).commit({
      handoffId,
      leadId,
      handoffNumber: 1,
      agreementVersion: 1,
      state: emptyState(handoffId),
      now,
      intent: {
        kind: 'start',
        teamId: 'sales',
        messageId: `judged/${leadId}`,
        judged: { lead, score, answers: [], askedCriteria: [], createdBy: 'test', signalReceivedAt: now },
      },
    });
    return handoffId;
  }

  /** Eight at a time: more would wait for a database connection, and time out after 4 s. */
  async function startConcurrently(starts: readonly (() => Promise<string>)[]): Promise<string[]> {
    const remaining = [...starts.entries()];
    const handoffIds: string[] = [];
    const lane = async (): Promise<void> => {
      for (let next = remaining.shift(); next; next = remaining.shift()) handoffIds[next[0]] = await next[1]();
    };
    await Promise.all(Array.from({ length: 8 }, lane));
    return handoffIds;
  }

  const owners = async (): Promise<Record<string, number>> => {
    const { rows } = await handoffs.database.pool.query<{ owner: string; leads: number }>(
      `SELECT coalesce(owner_id, stage) AS owner, count(*)::integer AS leads FROM handoff.handoff GROUP BY 1`,
    );
    return Object.fromEntries(rows.map(({ owner, leads }) => [owner, leads]));
  };
  const page = async (handoffId: string): Promise<ApiResponse['body']> =>
    (await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`)).body;
  const ownerOf = (handoffId: string): Promise<string> =>
    waitUntil(async () => (await page(handoffId))['ownerId'] as string | undefined, {
      what: 'the handoff has an owner',
    });
  const waitForOwner = (handoffId: string, personId: string): Promise<boolean> =>
    waitUntil(async () => (await page(handoffId))['ownerId'] === personId, { what: `${personId} is the owner` });

  it('a hundred concurrent leads exceed no cap, and the best waiting leads are assigned first', async () => {
    await setCaps({ anna: 5, boris: 7, clara: 3 });
    await startConcurrently(Array.from({ length: 100 }, (_, score) => () => start(score)));
    expect(await owners()).toEqual({ anna: 5, boris: 7, clara: 3, queued: 85 });

    // Without a team change, so that the service does not release the queue before the test does.
    await handoffs.waitForReleases();
    await handoffs.database.pool.query(`UPDATE handoff.person SET cap = 7 WHERE person_id = 'anna'`);
    const { reserved } = await handoffs.api!.get(TeamQueue).release('sales');
    const { rows } = await handoffs.database.pool.query<{ handoff_id: string }>(
      `SELECT handoff_id FROM handoff.handoff WHERE stage = 'queued' ORDER BY score DESC LIMIT 2`,
    );
    expect(reserved).toEqual(rows.map(({ handoff_id }) => handoff_id));
    // A new lead does not take the slots of those that wait, however good it is.
    await start(0);
    await start(1000);
    expect((await owners())['queued']).toBe(87);
  });

  it('concurrent leads of a company all go to one person', async () => {
    const company = { ...aLead, companyDomain: 'acme.example' };
    const handoffIds = await startConcurrently(Array.from({ length: 20 }, () => () => start(50, company)));
    expect(Object.values(await owners())).toEqual([20]);
    const owner = await ownerOf(handoffIds[0]!);
    const other = ['anna', 'boris', 'clara'].find((personId) => personId !== owner)!;

    expect((await handoffs.call('adam', 'PUT', '/accounts/Initech.example', { ownerId: other })).body).toMatchObject({
      domain: 'initech.example',
      ownerId: other,
      basis: 'account',
    });
    expect(await ownerOf(await start(1, { ...aLead, companyDomain: 'initech.example' }))).toBe(other);
  });

  it('a lead goes to the rep of its company, even if a closer has an older deal with it', async () => {
    await handoffs.call('adam', 'PUT', '/people/kirill', aCloser);
    const acme = { ...aLead, companyDomain: 'acme.example' };
    const deal = await start(50, acme);
    await handoffs.database.pool.query(
      `UPDATE handoff.handoff SET owner_id = 'kirill', stage = 'sql' WHERE handoff_id = $1`,
      [deal],
    );
    await setCaps({ anna: 0, boris: 0 });
    expect(await ownerOf(await start(50, acme))).toBe('clara');
    await setCaps({ anna: 9, boris: 9 });

    const next = await start(50, acme);
    expect(await ownerOf(next)).toBe('clara');
    const { body } = await handoffs.call('adam', 'GET', `/handoffs/${next}/routing`);
    expect(body['choices']).toMatchObject([
      { decision: { reason: 'known-owner', knownOwner: { personId: 'clara', knownBy: 'open-handoff' } } },
    ]);
  });

  it('a waiting lead is assigned when capacity is released', async () => {
    await setCaps({ anna: 1, boris: 0, clara: 0 });
    const first = await handoffs.publishJudgedLead();
    expect(await ownerOf(first.handoffId)).toBe('anna');
    const second = await handoffs.publishJudgedLead();
    await waitUntil(async () => (await page(second.handoffId))['stage'] === 'queued', { what: 'the lead waits' });
    const proof = { kind: 'link', reference: 'https://competitor.example' };
    await handoffs.call('anna', 'POST', `/handoffs/${first.handoffId}/return`, { reason: 'competitor', proof });

    await waitForOwner(second.handoffId, 'anna');
  });

  it('a lead that its owner did not accept in time waits for the next person who can take it', async () => {
    await setCaps({ anna: 1, boris: 0, clara: 0 });
    const agreementVersion = await handoffs.publishAgreement(
      aShortAgreement({ sources: ['hurry'], acceptance: 'PT1S', firstContact: 'PT1H' }),
    );
    const { handoffId } = await handoffs.publishJudgedLead({ agreementVersion });
    const moves = async (): Promise<unknown[]> =>
      (((await page(handoffId))['record'] ?? []) as RecordedStep[]).flatMap(({ step }) =>
        step.type === 'assigned' || step.type === 'queued' ? [step] : [],
      );
    await waitUntil(async () => (await moves()).length === 2, { what: 'the lead is queued again' });
    expect(await moves()).toMatchObject([
      { type: 'assigned', ownerId: 'anna' },
      { type: 'queued', reason: 'not-accepted', previousOwnerId: 'anna' },
    ]);
    const tickets = (await handoffs.call('tatiana', 'GET', '/tickets')).body['tickets'];
    expect(tickets).toMatchObject([{ kind: 'not-opened', ownerId: null, teamId: 'sales' }]);

    await setCaps({ boris: 1 });
    const third = await waitUntil(async () => (await moves())[2], { what: 'somebody gets the lead' });
    expect(third).toMatchObject({ type: 'assigned', ownerId: 'boris', reason: 'not-accepted' });
  }, 120_000);

  it('a waiting lead goes to the owner of its company in another team, as soon as they can take it', async () => {
    await handoffs.call('adam', 'PUT', '/teams/partners', { name: 'Partners' });
    await handoffs.call('adam', 'PUT', '/people/peter', { ...aRep, teamId: 'partners', cap: 0 });
    await handoffs.call('adam', 'PUT', '/accounts/acme.example', { ownerId: 'peter' });
    await setCaps({ anna: 0, boris: 0, clara: 0 });
    const worse = await handoffs.publishJudgedLead();
    const { handoffId } = await handoffs.publishJudgedLead({
      lead: { ...aLead, companyDomain: 'acme.example' },
      score: { points: 10, reasons: [] },
    });
    for (const waiting of [worse.handoffId, handoffId])
      await waitUntil(async () => (await page(waiting))['stage'] === 'queued', { what: 'the lead waits' });

    await handoffs.call('adam', 'PUT', '/people/peter', { ...aRep, teamId: 'partners', cap: 1 });
    await waitForOwner(handoffId, 'peter');
    expect(await page(handoffId)).toMatchObject({ teamId: 'partners' });
    expect(await page(worse.handoffId)).toMatchObject({ stage: 'queued' });

    const withoutOwner = await handoffs.publishJudgedLead({ lead: { ...aLead, companyDomain: 'globex.example' } });
    await waitUntil(async () => (await page(withoutOwner.handoffId))['stage'] === 'queued', { what: 'the lead waits' });
    await handoffs.call('adam', 'PUT', '/people/petra', { ...aRep, teamId: 'partners' });
    await handoffs.call('adam', 'PUT', '/accounts/globex.example', { ownerId: 'petra' });
    await waitForOwner(withoutOwner.handoffId, 'petra');
  });

  it('a promise starts even for an owner who never works or is away for decades', async () => {
    const { pool } = handoffs.database;
    await pool.query(`UPDATE handoff.person SET hours = '{}' WHERE person_id = 'clara'`);
    await pool.query(
      `INSERT INTO handoff.absence (person_id, from_at, to_at, entered_by, handed_over_at)
       VALUES ('boris', now(), now() + interval '70 years', 'tatiana', now())`,
    );
    const { handoffId } = await handoffs.publishJudgedLead();
    expect(await ownerOf(handoffId)).toBe('anna');
    for (const toPersonId of ['clara', 'boris']) {
      const { status } = await handoffs.call('tatiana', 'POST', `/handoffs/${handoffId}/reassign`, { toPersonId });
      expect(status).toBe(200);
      const steps = ((await page(handoffId))['record'] as RecordedStep[]).map(({ step }) => step);
      const promise = { type: 'promise-started', promise: 'acceptance', ownerId: toPersonId };
      expect(steps).toContainEqual(expect.objectContaining(promise));
    }
  });

  it('a reassigned SQL goes to another closer of its team, never to a rep', async () => {
    for (const personId of ['kirill', 'kseniya']) await handoffs.call('adam', 'PUT', `/people/${personId}`, aCloser);
    const { handoffId } = await handoffs.publishJudgedLead();
    const rep = await ownerOf(handoffId);
    const callRecord = { kind: 'call-record', reference: 'call-1' };
    const touch = { channel: 'call', outcome: 'reached', evidence: callRecord };
    await handoffs.call(rep, 'POST', `/handoffs/${handoffId}/touches`, touch);
    const answers = ['need', 'decision-maker', 'budget'].map((question) => ({
      question,
      answer: 'yes',
      evidence: callRecord,
    }));
    await handoffs.call(rep, 'POST', `/handoffs/${handoffId}/qualify`, { answers, closerId: 'kirill' });
    expect(await page(handoffId)).toMatchObject({ stage: 'sql', ownerId: 'kirill' });

    const reassign = (): Promise<ApiResponse> => handoffs.call('tatiana', 'POST', `/handoffs/${handoffId}/reassign`);
    expect((await reassign()).status).toBe(200);
    expect(await page(handoffId)).toMatchObject({ stage: 'sql', ownerId: 'kseniya', nextDuePromise: 'sql-contact' });
    const { body } = await handoffs.call('tatiana', 'GET', `/handoffs/${handoffId}/routing`);
    expect((body['choices'] as object[]).at(-1)).toMatchObject({
      explanation: { en: expect.arrayContaining(['An SQL stays in its team, with a closer.']) as string[] },
      recomputed: { isSame: true },
    });

    // No other closer is left. The SQL waits, and is assigned to the next closer automatically.
    expect((await reassign()).status).toBe(200);
    expect(await page(handoffId)).toMatchObject({ stage: 'queued', ownerId: null });
    expect(
      (await handoffs.call('tatiana', 'POST', `/handoffs/${handoffId}/reassign`, { toPersonId: 'anna' })).status,
    ).toBe(422);
    await handoffs.call('adam', 'PUT', '/people/kim', aCloser);
    await waitUntil(async () => (await page(handoffId))['stage'] === 'sql', { what: 'a closer is the owner' });
  });

  it('an SQL does not go to an absent closer but to their deputy, and otherwise waits with a ticket', async () => {
    const put = (personId: string, changes: object = {}): Promise<ApiResponse> =>
      handoffs.call('adam', 'PUT', `/people/${personId}`, { ...aCloser, ...changes });
    await put('kirill');
    const away = { from: new Date(Date.now() - 60_000).toISOString(), to: new Date(Date.now() + 14 * 86_400_000) };
    expect((await handoffs.call('tatiana', 'POST', '/people/kirill/absences', away)).status).toBe(201);
    const evidence = { kind: 'call-record', reference: 'call-1' };
    const answers = ['need', 'decision-maker', 'budget'].map((question) => ({ question, answer: 'yes', evidence }));
    async function qualify(body: { closerId?: string } = {}): Promise<string> {
      const { handoffId } = await handoffs.publishJudgedLead();
      const rep = await ownerOf(handoffId);
      await handoffs.call(rep, 'POST', `/handoffs/${handoffId}/touches`, {
        channel: 'call',
        outcome: 'reached',
        evidence,
      });
      expect(await handoffs.call(rep, 'POST', `/handoffs/${handoffId}/qualify`, { answers, ...body })).toMatchObject({
        status: 200,
      });
      return handoffId;
    }

    const waiting = await qualify();
    expect(await page(waiting)).toMatchObject({ stage: 'queued', ownerId: null });
    const { body } = await handoffs.call('tatiana', 'GET', '/tickets?kind=nobody-eligible');
    expect(body['tickets']).toMatchObject([{ handoffId: waiting, ownerRole: 'team-lead' }]);

    await put('kseniya');
    await waitForOwner(waiting, 'kseniya');
    expect(await page(waiting)).toMatchObject({ stage: 'sql', nextDuePromise: 'sql-contact' });
    expect(await page(await qualify())).toMatchObject({ stage: 'sql', ownerId: 'kseniya' });

    await put('kirill', { deputyId: 'kseniya' });
    expect(await page(await qualify({ closerId: 'kirill' }))).toMatchObject({ stage: 'sql', ownerId: 'kseniya' });
  }, 180_000);

  it('waiting leads go to a person added to the team file at the next start', async () => {
    for (const rep of ['anna', 'boris', 'clara'])
      expect((await handoffs.call('adam', 'POST', `/people/${rep}/leave`)).status).toBe(202);
    const { handoffId } = await handoffs.publishJudgedLead();
    await waitUntil(async () => (await page(handoffId))['stage'] === 'queued', { what: 'the lead waits' });

    await handoffs.api?.close();
    await handoffs.startApi({
      TEAM_FILE: await handoffs.teamFileWith(
        `{ id: dina, roles: [rep], team: sales, hours: ${JSON.stringify(roundTheClock)} }`,
      ),
    });
    await waitForOwner(handoffId, 'dina');
  });
});
