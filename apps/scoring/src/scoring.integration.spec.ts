import {
  aLead,
  aLeadWithoutProfile,
  aPublishedAgreement,
  aShortAgreement,
  aSignal,
  uniqueLeadId,
  waitUntil,
} from '@baton/testing';
import type { LeadSnapshot, Signal } from '@baton/domain';
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { RunningScoring, capturedSignal } from './spec/running-scoring.ts';

/** A published version cannot change, so a retried test needs another one. */
const anUnusedVersion = (): number => randomInt(2, 1_000_000_000);
const at = (time: string): string => `2026-03-02T${time}:00.000Z`;
const signal = (kind: Signal['kind'], time: string): Signal => aSignal({ kind, receivedAt: at(time) });

describe('ScoringConsumer', () => {
  let scoring: RunningScoring;
  beforeAll(async () => {
    scoring = await RunningScoring.start();
  });
  afterAll(() => scoring?.stop());

  it('a captured MQL opens the first handoff, and its judgement is stored', async () => {
    const leadId = uniqueLeadId();
    const lead = aLead();
    await scoring.captured(capturedSignal(leadId, lead));
    const [judged] = await scoring.judged(leadId, 1);
    expect(judged).toMatchObject({ leadId, verdict: 'mql', handoffNumber: 1, agreementVersion: 1, lead });
    expect(judged).not.toHaveProperty('reviewDueAt');

    const [message] = scoring.kafka.seen('baton.leads.judged.v1', leadId);
    expect(message?.headers).toMatchObject({
      ce_id: `judged/${leadId}/${judged?.signalId}`,
      ce_source: '/baton/scoring',
      ce_type: 'baton.lead.judged',
      ce_subject: leadId,
    });
    const history = (await scoring.get(`/leads/${leadId}/judgements`, 'marketer')).json();
    expect(history).toEqual([
      expect.objectContaining({ verdict: 'mql', handoffNumber: 1, answers: judged?.answers, score: judged?.score }),
    ]);
  });

  it('a signal that is delivered twice is judged once', async () => {
    const leadId = uniqueLeadId();
    const captured = capturedSignal(leadId, aLead());
    await scoring.captured(captured);
    await scoring.captured(captured);
    const second = aLead({ signals: [...captured.lead.signals, signal('demo', '10:00')] });
    await scoring.captured(capturedSignal(leadId, second));
    const judged = await scoring.judged(leadId, 2);
    expect(judged.map(({ signalId }) => signalId)).toEqual(second.signals.map(({ signalId }) => signalId));
  });

  it('a lead with an unknown profile is nurtured after content and becomes an MQL after a request', async () => {
    const leadId = uniqueLeadId();
    const content = aLeadWithoutProfile({ signals: [signal('content', '09:00')] });
    await scoring.captured(capturedSignal(leadId, content));
    const [nurtured] = await scoring.judged(leadId, 1);
    expect(nurtured).toMatchObject({ verdict: 'nurtured', reviewDueAt: '2026-05-31T09:00:00.000Z' });
    expect(nurtured).not.toHaveProperty('handoffNumber');
    expect(await nurturedLead(leadId)).toMatchObject({
      owner: { role: 'marketer' },
      reason: 'not yet: icp-industry, icp-segment, icp-role',
      reviewDueAt: '2026-05-31T09:00:00.000Z',
    });

    const request = { ...content, signals: [...content.signals, signal('request', '11:00')] };
    await scoring.captured(capturedSignal(leadId, request));
    const [, mql] = await scoring.judged(leadId, 2);
    expect(mql).toMatchObject({
      verdict: 'mql',
      handoffNumber: 1,
      askedCriteria: ['icp-industry', 'icp-segment', 'icp-role'],
    });
    expect(await nurturedLead(leadId)).toBeUndefined();
  });

  it('signals of someone who opted out are kept and start nothing until a direct one', async () => {
    const leadId = uniqueLeadId();
    const before = aLeadWithoutProfile({ signals: [signal('content', '09:00')] });
    await scoring.captured(capturedSignal(leadId, before));
    await scoring.judged(leadId, 1);
    expect(await nurturedLead(leadId)).toBeDefined();
    await scoring.optedOut(leadId, at('10:00'));
    await waitUntil(async () => (await nurturedLead(leadId)) === undefined, { what: 'the lead is closed' });

    const refused = aLead({ consent: false, contactRefusedAt: at('10:00') });
    const download = { ...refused, signals: [...before.signals, signal('content', '11:00')] };
    await scoring.captured(capturedSignal(leadId, download));
    const [, second] = await scoring.judged(leadId, 2);
    expect(second).toMatchObject({ verdict: 'nurtured' });
    expect(second).not.toHaveProperty('handoffNumber');
    expect(second).not.toHaveProperty('reviewDueAt');
    expect(await nurturedLead(leadId)).toBeUndefined();

    const demo = { ...refused, signals: [...download.signals, signal('demo', '12:00')] };
    await scoring.captured(capturedSignal(leadId, demo));
    const [, , third] = await scoring.judged(leadId, 3);
    expect(third).toMatchObject({ verdict: 'mql', handoffNumber: 1 });
  });

  it('a download after an opt-out that a handoff recorded is not handed to sales again', async () => {
    const leadId = uniqueLeadId();
    const lead = aLead({ signals: [signal('request', '09:00')] });
    await scoring.captured(capturedSignal(leadId, lead));
    await scoring.judged(leadId, 1);
    await scoring.step(leadId, 1, 1, at('10:00'), { type: 'ended', ending: 'opted-out' });
    await waitUntil(() => scoring.lastHandoffEnded(leadId), { what: 'scoring has read the end' });
    const download = { ...lead, signals: [...lead.signals, signal('content', '11:00')] };
    await scoring.captured(capturedSignal(leadId, download));
    expect((await scoring.judged(leadId, 2))[1]).toMatchObject({ verdict: 'nurtured' });
    const message = { ...lead, signals: [...download.signals, signal('message', '12:00')] };
    await scoring.captured(capturedSignal(leadId, message));
    expect((await scoring.judged(leadId, 3))[2]).toMatchObject({ verdict: 'mql', handoffNumber: 2 });
  });

  it('a nurtured lead whose person was erased needs no review', async () => {
    const leadId = uniqueLeadId();
    await scoring.captured(capturedSignal(leadId, aLeadWithoutProfile({ signals: [signal('content', '09:00')] })));
    await scoring.judged(leadId, 1);
    expect(await nurturedLead(leadId)).toBeDefined();
    await scoring.erased(leadId, at('10:00'));
    await waitUntil(async () => (await nurturedLead(leadId)) === undefined, { what: 'the lead is closed' });
  });

  it('a signal within an open handoff names it, also when its verdict is not MQL', async () => {
    const leadId = uniqueLeadId();
    const lead = aLead({ signals: [signal('request', '09:00')] });
    await scoring.captured(capturedSignal(leadId, lead));
    const gambling = { ...lead, industry: 'gambling', signals: [...lead.signals, signal('content', '11:00')] };
    await scoring.captured(capturedSignal(leadId, gambling));
    const [first, second] = await scoring.judged(leadId, 2);
    expect(first).not.toHaveProperty('withinHandoff');
    expect(second).toMatchObject({ verdict: 'nurtured', withinHandoff: 1 });
    expect(second).not.toHaveProperty('handoffNumber');
  });

  it('a lead with a red flag is rejected', async () => {
    const leadId = uniqueLeadId();
    await scoring.captured(capturedSignal(leadId, aLead({ flags: ['bot'] })));
    const [judged] = await scoring.judged(leadId, 1);
    expect(judged).toMatchObject({ verdict: 'rejected', askedCriteria: [], score: { points: 0 } });
    expect(judged).not.toHaveProperty('handoffNumber');
    expect(await nurturedLead(leadId)).toBeUndefined();
  });

  it('imported history keeps its verdict, without answers and review, and becomes an ended handoff', async () => {
    const leadId = uniqueLeadId();
    const past = aLeadWithoutProfile({ signals: [aSignal({ kind: 'other', receivedAt: '2018-02-01T00:00:00.000Z' })] });
    const importedHistory = { day: '2018-02-01', verdict: 'mql' } as const;
    await scoring.captured({ ...capturedSignal(leadId, past), importedHistory });
    const [judged] = await scoring.judged(leadId, 1);
    expect(judged).toMatchObject({
      verdict: 'mql',
      answers: [],
      askedCriteria: [],
      score: { points: 0, reasons: [] },
      handoffNumber: 1,
      importedHistory,
    });

    await scoring.captured(capturedSignal(leadId, { ...past, signals: [...past.signals, signal('request', '09:00')] }));
    const [, next] = await scoring.judged(leadId, 2);
    expect(next).toMatchObject({ verdict: 'mql', handoffNumber: 2 });
  });

  it('an imported lead without a verdict does not become an MQL until it shows interest again', async () => {
    const leadId = uniqueLeadId();
    const past = aLead({ signals: [aSignal({ receivedAt: '2018-02-01T00:00:00.000Z' })] });
    await scoring.captured({ ...capturedSignal(leadId, past), importedHistory: { day: '2018-02-01' } });
    const [judged] = await scoring.judged(leadId, 1);
    expect(judged?.verdict).toBe('nurtured');
    expect(judged).not.toHaveProperty('reviewDueAt');
    expect(await nurturedLead(leadId)).toMatchObject({ reason: 'past lead without a verdict', overdue: false });

    const visited = [...past.signals, signal('visit', '09:00')];
    await scoring.captured(capturedSignal(leadId, { ...past, signals: visited }));
    const [, visit] = await scoring.judged(leadId, 2);
    expect(visit?.verdict).toBe('nurtured');
    await scoring.captured(capturedSignal(leadId, { ...past, signals: [...visited, signal('request', '10:00')] }));
    const [, , request] = await scoring.judged(leadId, 3);
    expect(request).toMatchObject({ verdict: 'mql', handoffNumber: 1 });
  });

  it('an imported lead with an outcome had been an MQL, in whatever order both arrive and however often', async () => {
    const past = aLead({ signals: [aSignal({ receivedAt: '2018-02-01T00:00:00.000Z' })] });
    const importedHistory = { day: '2018-02-01' };
    const [first, second] = [uniqueLeadId(), uniqueLeadId()];
    await scoring.captured({ ...capturedSignal(first, past), importedHistory });
    expect(await scoring.judged(first, 1)).toMatchObject([{ verdict: 'nurtured' }]);
    for (const id of ['won', 'lost']) await scoring.importedOutcome(first, id);
    const mql = { verdict: 'mql', handoffNumber: 1, importedHistory: { day: '2018-02-01', verdict: 'mql' } };
    expect(await scoring.judged(first, 2)).toMatchObject([{ verdict: 'nurtured' }, mql]);

    await scoring.importedOutcome(second, 'won');
    await waitUntil(async () => scoring.knowsImportedOutcome(second), { what: 'the outcome is known' });
    await scoring.captured({ ...capturedSignal(second, past), importedHistory });
    expect(await scoring.judged(second, 1)).toMatchObject([mql]);
    // A later signal opens the next handoff, so both were counted once.
    for (const leadId of [first, second]) {
      const again = { ...past, signals: [...past.signals, signal('request', '09:00')] };
      await scoring.captured(capturedSignal(leadId, again));
      const judgements = await scoring.judged(leadId, leadId === first ? 3 : 2);
      expect(judgements.at(-1)).toMatchObject({ verdict: 'mql', handoffNumber: 2 });
    }
  });

  it('leads of a source are judged by the agreement limited to it, from its publication on', async () => {
    const version = anUnusedVersion();
    const source = `pilot-${uniqueLeadId()}`;
    const pilot = aShortAgreement({ sources: [source] });
    const criteria = { ...pilot.criteria, mql: pilot.criteria.mql.filter(({ id }) => id === 'interest') };
    await scoring.published(
      aPublishedAgreement({ version, publishedAt: at('08:00'), agreement: { ...pilot, criteria } }),
    );
    await waitUntil(
      async () => {
        const known = (await scoring.get('/agreements', 'ops')).json<{ version: number }[]>();
        return known.some((each) => each.version === version);
      },
      { what: 'scoring has read the agreement' },
    );
    const judge = async (lead: LeadSnapshot) => {
      const leadId = uniqueLeadId();
      await scoring.captured(capturedSignal(leadId, lead));
      return (await scoring.judged(leadId, 1))[0];
    };
    const content = (time: string) => aLeadWithoutProfile({ source, signals: [signal('content', time)] });
    expect(await judge(content('09:00'))).toMatchObject({ verdict: 'mql', agreementVersion: version });
    expect(await judge(content('07:00'))).toMatchObject({ verdict: 'nurtured', agreementVersion: 1 });
    expect(await judge({ ...content('09:00'), source: 'elsewhere' })).toMatchObject({ agreementVersion: 1 });
  });

  it('a handoff step waits until the agreement of its handoff has been read', async () => {
    const leadId = uniqueLeadId();
    const version = anUnusedVersion();
    await scoring.step(leadId, 1, 9, at('12:00'), { type: 'ended', ending: 'unreachable' }, version);
    const agreement = { ...aShortAgreement({ sources: [leadId] }), nurture: { reviewWithin: 'P7D' } };
    await scoring.published(aPublishedAgreement({ version, agreement }));
    const nurtured = await waitUntil(() => nurturedLead(leadId), { what: 'the lead is nurtured' });
    expect(nurtured).toMatchObject({ reason: 'unreachable', reviewDueAt: '2026-03-09T12:00:00.000Z' });
  });

  it('no lead is judged while a published agreement is unread', async () => {
    const leadId = uniqueLeadId();
    const version = anUnusedVersion();
    const agreement = aShortAgreement({ sources: [leadId] });
    // An earlier check of the agreements is reused for five seconds.
    await sleep(5500);
    const { pool } = scoring.database;
    await pool.query(`CREATE FUNCTION scoring.not_now() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'not now' USING ERRCODE = 'lock_not_available'; END $$`);
    await pool.query(
      'CREATE TRIGGER not_now BEFORE INSERT ON scoring.agreement FOR EACH ROW EXECUTE FUNCTION scoring.not_now()',
    );
    try {
      await scoring.published(aPublishedAgreement({ version, publishedAt: at('08:00'), agreement }));
      await scoring.captured(capturedSignal(leadId, aLead({ source: leadId, signals: [signal('request', '09:00')] })));
      await sleep(2000);
      const { rowCount } = await pool.query('SELECT 1 FROM scoring.judgement WHERE lead_id = $1', [leadId]);
      expect(rowCount).toBe(0);
    } finally {
      await pool.query('DROP TRIGGER not_now ON scoring.agreement');
      await pool.query('DROP FUNCTION scoring.not_now');
    }
    const [judged] = await scoring.judged(leadId, 1);
    expect(judged).toMatchObject({ agreementVersion: version });
  });

  async function nurturedLead(leadId: string) {
    const { leads } = (await scoring.get('/nurtured-leads?limit=200', 'marketer')).json<{
      leads: { leadId: string }[];
    }>();
    return leads.find((lead) => lead.leadId === leadId);
  }
});
