import { emptyState } from '@baton/domain';
import type { LeadSnapshot, RecordedStep } from '@baton/domain';
import { aShortAgreement, waitUntil } from '@baton/testing';
import { handoffIdOf } from '@baton/workflows';
import { randomUUID } from 'node:crypto';
import { RecordStore } from '../commit/record-store.ts';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import type { ApiResponse } from '../spec/handoff-fixture.ts';
import { TeamQueue } from '../team-queue/team-queue.ts';

const aLead: LeadSnapshot = { source: 'website', reachableBy: ['phone'], flags: [], consent: true, signals: [] };

describe('routing over the real database', () => {
  let handoffs: HandoffFixture;

  beforeEach(async () => {
    handoffs = await HandoffFixture.start();
  });

  afterEach(() => handoffs?.stop());

  const capped = async (caps: Record<string, number>): Promise<void> => {
    for (const [personId, cap] of Object.entries(caps)) {
      const { status } = await handoffs.call('adam', 'PUT', `/people/${personId}`, { ...aRep, cap });
      expect(status).toBe(200);
    }
  };
  const aRep = { teamId: 'sales', roles: ['rep'] };

  /** Begins a handoff in the record, without a workflow. */
  async function begin(score: number, lead = aLead): Promise<string> {
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

  /** As many at once as there are connections to spare: more would wait for one, and be sent away after 4 s. */
  async function beginTogether(beginnings: readonly (() => Promise<string>)[]): Promise<string[]> {
    const waiting = [...beginnings.entries()];
    const begun: string[] = [];
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) begun[next[0]] = await next[1]();
    };
    await Promise.all(Array.from({ length: 8 }, lane));
    return begun;
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
  const passesTo = (handoffId: string, personId: string): Promise<boolean> =>
    waitUntil(async () => (await page(handoffId))['ownerId'] === personId, { what: `${personId} takes over` });

  it('gives a hundred leads at once to nobody beyond their cap; the others wait, and the best go first', async () => {
    await capped({ anna: 5, boris: 7, clara: 3 });
    await beginTogether(Array.from({ length: 100 }, (_, score) => () => begin(score)));
    expect(await owners()).toEqual({ anna: 5, boris: 7, clara: 3, queued: 85 });

    await capped({ anna: 7 });
    const { assignable: going } = await handoffs.api!.get(TeamQueue).findAssignable('sales', new Date().toISOString());
    const { rows } = await handoffs.database.pool.query<{ handoff_id: string }>(
      `SELECT handoff_id FROM handoff.handoff WHERE stage = 'queued' ORDER BY score DESC LIMIT 2`,
    );
    expect(going).toEqual(rows.map(({ handoff_id }) => handoff_id));
    // A worse lead that comes now does not take the places of those that wait.
    await begin(0);
    expect((await owners())['queued']).toBe(86);
    await begin(1000);
    expect(await owners()).toMatchObject({ anna: 6, queued: 86 });
  });

  it('gives all leads of a company to one person, though they come at once', async () => {
    const company = { ...aLead, companyDomain: 'acme.example' };
    const begun = await beginTogether(Array.from({ length: 20 }, () => () => begin(50, company)));
    expect(Object.values(await owners())).toEqual([20]);
    const owner = await ownerOf(begun[0]!);
    const other = ['anna', 'boris', 'clara'].find((personId) => personId !== owner)!;

    expect((await handoffs.call('adam', 'PUT', '/accounts/Initech.example', { ownerId: other })).body).toMatchObject({
      domain: 'initech.example',
      ownerId: other,
      basis: 'account',
    });
    expect(await ownerOf(await begin(1, { ...aLead, companyDomain: 'initech.example' }))).toBe(other);
  });

  it('gives a lead to the rep of its company, though a closer has an older deal of it', async () => {
    await handoffs.call('adam', 'PUT', '/people/kirill', { teamId: 'sales', roles: ['closer'] });
    const acme = { ...aLead, companyDomain: 'acme.example' };
    const deal = await begin(50, acme);
    await handoffs.database.pool.query(
      `UPDATE handoff.handoff SET owner_id = 'kirill', stage = 'sql' WHERE handoff_id = $1`,
      [deal],
    );
    await capped({ anna: 0, boris: 0 });
    expect(await ownerOf(await begin(50, acme))).toBe('clara');
    await capped({ anna: 9, boris: 9 });

    const next = await begin(50, acme);
    expect(await ownerOf(next)).toBe('clara');
    const { body } = await handoffs.call('adam', 'GET', `/handoffs/${next}/routing`);
    expect(body['choices']).toMatchObject([
      { decision: { reason: 'known-owner', knownOwner: { personId: 'clara', knownBy: 'open-handoff' } } },
    ]);
  });

  it('gives a lead that waits the place that becomes free', async () => {
    await capped({ anna: 1, boris: 0, clara: 0 });
    const first = await handoffs.publishJudgedLead();
    expect(await ownerOf(first.handoffId)).toBe('anna');
    const second = await handoffs.publishJudgedLead();
    await waitUntil(async () => (await page(second.handoffId))['stage'] === 'queued', { what: 'it waits' });
    const proof = { kind: 'link', reference: 'https://competitor.example' };
    await handoffs.call('anna', 'POST', `/handoffs/${first.handoffId}/return`, { reason: 'competitor', proof });

    await passesTo(second.handoffId, 'anna');
  });

  it('gives a lead whose owner did not accept it in time to whoever can take it later', async () => {
    await capped({ anna: 1, boris: 0, clara: 0 });
    const agreementVersion = await handoffs.publishAgreement(
      aShortAgreement({ sources: ['hurry'], acceptance: 'PT1S', firstContact: 'PT1H' }),
    );
    const { handoffId } = await handoffs.publishJudgedLead({ agreementVersion });
    expect(await ownerOf(handoffId)).toBe('anna');
    const alarm = async (): Promise<unknown> =>
      (await handoffs.call('tatiana', 'GET', '/tickets?kind=nobody-eligible')).body['total'];
    await waitUntil(async () => (await alarm()) === 1, { what: 'nobody else can take it' });
    expect(await page(handoffId)).toMatchObject({ ownerId: 'anna', stage: 'awaiting-acceptance' });

    await capped({ boris: 1 });
    await passesTo(handoffId, 'boris');
    expect((await handoffs.call('boris', 'POST', `/handoffs/${handoffId}/accept`)).status).toBe(200);
    expect(await alarm()).toBe(0);
  }, 60_000);

  it('gives a lead that waits to the owner of its company, of whichever team, once they can take it', async () => {
    await handoffs.call('adam', 'PUT', '/teams/partners', { name: 'Partners' });
    await handoffs.call('adam', 'PUT', '/people/peter', { ...aRep, teamId: 'partners', cap: 0 });
    await handoffs.call('adam', 'PUT', '/accounts/acme.example', { ownerId: 'peter' });
    await capped({ anna: 0, boris: 0, clara: 0 });
    const worse = await handoffs.publishJudgedLead();
    const { handoffId } = await handoffs.publishJudgedLead({
      lead: { ...aLead, companyDomain: 'acme.example' },
      score: { points: 10, reasons: [] },
    });
    for (const waiting of [worse.handoffId, handoffId])
      await waitUntil(async () => (await page(waiting))['stage'] === 'queued', { what: 'it waits' });

    await handoffs.call('adam', 'PUT', '/people/peter', { ...aRep, teamId: 'partners', cap: 1 });
    await passesTo(handoffId, 'peter');
    expect(await page(handoffId)).toMatchObject({ teamId: 'partners' });
    expect(await page(worse.handoffId)).toMatchObject({ stage: 'queued' });

    const nobodys = await handoffs.publishJudgedLead({ lead: { ...aLead, companyDomain: 'globex.example' } });
    await waitUntil(async () => (await page(nobodys.handoffId))['stage'] === 'queued', { what: 'it waits' });
    await handoffs.call('adam', 'PUT', '/people/petra', { ...aRep, teamId: 'partners' });
    await handoffs.call('adam', 'PUT', '/accounts/globex.example', { ownerId: 'petra' });
    await passesTo(nobodys.handoffId, 'petra');
  });

  it('sets a clock also for whoever never works, and for whoever is hardly back in ten years', async () => {
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
      const clock = { type: 'promise-started', promise: 'acceptance', ownerId: toPersonId };
      expect(steps).toContainEqual(expect.objectContaining(clock));
    }
  });

  it('gives a reassigned SQL to another closer of its team, and to no rep', async () => {
    for (const personId of ['kirill', 'kseniya'])
      await handoffs.call('adam', 'PUT', `/people/${personId}`, { teamId: 'sales', roles: ['closer'] });
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

    // Nobody else is left: it waits as an SQL, and comes back to a closer by itself.
    expect((await reassign()).status).toBe(200);
    expect(await page(handoffId)).toMatchObject({ stage: 'queued', ownerId: null });
    expect(
      (await handoffs.call('tatiana', 'POST', `/handoffs/${handoffId}/reassign`, { toPersonId: 'anna' })).status,
    ).toBe(422);
    await handoffs.call('adam', 'PUT', '/people/kim', { teamId: 'sales', roles: ['closer'] });
    await waitUntil(async () => (await page(handoffId))['stage'] === 'sql', { what: 'a closer has it' });
  });

  it('gives an SQL to no closer who is away: to whoever stands in, else it waits with its alarm', async () => {
    const put = (personId: string, changes: object = {}): Promise<ApiResponse> =>
      handoffs.call('adam', 'PUT', `/people/${personId}`, { teamId: 'sales', roles: ['closer'], ...changes });
    await put('kirill');
    const away = { from: new Date(Date.now() - 60_000).toISOString(), to: new Date(Date.now() + 14 * 86_400_000) };
    expect((await handoffs.call('tatiana', 'POST', '/people/kirill/absences', away)).status).toBe(201);
    const evidence = { kind: 'call-record', reference: 'call-1' };
    const answers = ['need', 'decision-maker', 'budget'].map((question) => ({ question, answer: 'yes', evidence }));
    async function qualify(named: { closerId?: string } = {}): Promise<string> {
      const { handoffId } = await handoffs.publishJudgedLead();
      const rep = await ownerOf(handoffId);
      await handoffs.call(rep, 'POST', `/handoffs/${handoffId}/touches`, {
        channel: 'call',
        outcome: 'reached',
        evidence,
      });
      expect(await handoffs.call(rep, 'POST', `/handoffs/${handoffId}/qualify`, { answers, ...named })).toMatchObject({
        status: 200,
      });
      return handoffId;
    }

    const waiting = await qualify();
    expect(await page(waiting)).toMatchObject({ stage: 'queued', ownerId: null });
    const { body } = await handoffs.call('tatiana', 'GET', '/tickets?kind=nobody-eligible');
    expect(body['tickets']).toMatchObject([{ handoffId: waiting, ownerRole: 'team-lead' }]);

    await put('kseniya');
    await passesTo(waiting, 'kseniya');
    expect(await page(waiting)).toMatchObject({ stage: 'sql', nextDuePromise: 'sql-contact' });
    expect(await page(await qualify())).toMatchObject({ stage: 'sql', ownerId: 'kseniya' });

    await put('kirill', { deputyId: 'kseniya' });
    expect(await page(await qualify({ closerId: 'kirill' }))).toMatchObject({ stage: 'sql', ownerId: 'kseniya' });
  }, 180_000);

  it('gives what waits to a colleague whom the team file brings at the next start', async () => {
    for (const rep of ['anna', 'boris', 'clara'])
      expect((await handoffs.call('adam', 'POST', `/people/${rep}/leave`)).status).toBe(202);
    const { handoffId } = await handoffs.publishJudgedLead();
    await waitUntil(async () => (await page(handoffId))['stage'] === 'queued', { what: 'it waits' });

    await handoffs.api?.close();
    await handoffs.startApi({ TEAM_FILE: await handoffs.teamFileWith('{ id: dina, roles: [rep], team: sales }') });
    await passesTo(handoffId, 'dina');
  });
});
