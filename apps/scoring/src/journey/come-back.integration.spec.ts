import { aLead, aSignal, uniqueLeadId, waitUntil } from '@baton/testing';
import type { Signal } from '@baton/domain';
import { RunningScoring, capturedSignal } from '../spec/running-scoring.ts';

const at = (time: string): string => `2026-03-02T${time}:00.000Z`;
const signal = (kind: Signal['kind'], time: string): Signal => aSignal({ kind, receivedAt: at(time) });

describe('a postponed lead that comes back', () => {
  let scoring: RunningScoring;
  beforeAll(async () => {
    scoring = await RunningScoring.start();
  });
  afterAll(() => scoring?.stop());

  it('a postponed lead is nurtured until its date, and comes back to its owner without a new judgement', async () => {
    const leadId = uniqueLeadId();
    const lead = aLead({ signals: [signal('request', '09:00')] });
    await scoring.captured(capturedSignal(leadId, lead));
    const [first] = await scoring.judged(leadId, 1);
    const until = '2026-06-01T09:00:00.000Z';
    const postponed = {
      until,
      comesBackAt: until,
      ownerId: 'anna',
      evidence: { kind: 'note', level: 'claimed' },
    } as const;
    await scoring.step(leadId, 1, 1, at('10:00'), { type: 'postponed', ...postponed });
    await scoring.step(leadId, 1, 2, at('10:00'), { type: 'ended', ending: 'postponed' });
    await waitUntil(async () => (await nurturedLead(leadId)) !== undefined, { what: 'the lead is nurtured' });
    expect(await nurturedLead(leadId)).toMatchObject({ reason: 'postponed', postponedUntil: until });
    await scoring.step(leadId, 1, 3, until, { type: 'postponement-ended' });
    const [, back] = await scoring.judged(leadId, 2);
    expect(back).toMatchObject({
      verdict: 'mql',
      handoffNumber: 2,
      agreementVersion: first?.agreementVersion,
      signalReceivedAt: until,
      answers: first?.answers,
      score: first?.score,
      resumes: { handoffNumber: 1, cause: 'date', ownerId: 'anna' },
    });
    expect(await nurturedLead(leadId)).toBeUndefined();
  });

  it('a postponement whose end is read twice brings the lead back once', async () => {
    const leadId = uniqueLeadId();
    const lead = aLead({ signals: [signal('request', '09:00')] });
    await scoring.captured(capturedSignal(leadId, lead));
    await scoring.judged(leadId, 1);
    const until = '2026-06-01T09:00:00.000Z';
    const postponed = {
      until,
      comesBackAt: until,
      ownerId: 'anna',
      evidence: { kind: 'note', level: 'claimed' },
    } as const;
    await scoring.step(leadId, 1, 1, at('10:00'), { type: 'postponed', ...postponed });
    await scoring.step(leadId, 1, 2, at('10:00'), { type: 'ended', ending: 'postponed' });
    for (const version of [3, 4]) await scoring.step(leadId, 1, version, until, { type: 'postponement-ended' });
    await scoring.step(leadId, 2, 1, '2026-06-02T09:00:00.000Z', { type: 'ended', ending: 'unreachable' });
    await scoring.step(leadId, 1, 5, '2026-06-02T09:00:00.000Z', { type: 'postponement-ended' });
    await waitUntil(async () => (await nurturedLead(leadId))?.reason === 'unreachable', {
      what: 'the next handoff has ended',
    });
    const again = aSignal({ kind: 'request', receivedAt: '2026-06-03T09:00:00.000Z' });
    await scoring.captured(capturedSignal(leadId, { ...lead, signals: [...lead.signals, again] }));
    const [, back, third] = await scoring.judged(leadId, 3);
    expect(back).toMatchObject({ handoffNumber: 2, resumes: { handoffNumber: 1 } });
    expect(third).toMatchObject({ handoffNumber: 3, signalReceivedAt: again.receivedAt });
    expect(third).not.toHaveProperty('resumes');
  });

  async function nurturedLead(leadId: string) {
    const { leads } = (await scoring.get('/nurtured-leads?limit=200', 'marketer')).json<{
      leads: { leadId: string; reason?: string }[];
    }>();
    return leads.find((lead) => lead.leadId === leadId);
  }
});
