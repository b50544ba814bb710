import { ticketRaised, ticketResolved, topics } from '@baton/contracts';
import type { LeadSnapshot } from '@baton/domain';
import { aLeadWithoutProfile, aSignal, uniqueLeadId, waitUntil } from '@baton/testing';
import type { ConsumedMessage } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import { capturedSignal, RunningScoring } from '../spec/running-scoring.ts';

describe('Tickets for overdue nurture reviews', () => {
  let scoring: RunningScoring;
  beforeAll(async () => {
    scoring = await RunningScoring.start();
    await scoring.kafka.consume(topics.attention.name);
  });
  afterAll(() => scoring?.stop());

  const { type: raised } = ticketRaised;
  const { type: resolved } = ticketResolved;
  const aSource = (): string => `webinar ${randomUUID().slice(0, 8)}`;
  const aNurturedLead = async (source: string, receivedAt: string): Promise<{ leadId: string; lead: LeadSnapshot }> => {
    const leadId = uniqueLeadId();
    const lead = { ...aLeadWithoutProfile({ signals: [aSignal({ kind: 'content', receivedAt })] }), source };
    await scoring.captured(capturedSignal(leadId, lead));
    await scoring.judged(leadId, 1);
    return { leadId, lead };
  };
  const anOverdueLead = (source: string) => aNurturedLead(source, '2025-03-03T09:00:00.000Z');
  const review = (leadId: string, decision: 'kept' | 'rejected') =>
    scoring.post(`/nurtured-leads/${leadId}/reviews`, { decision, reason: 'checked' }, 'marketer');
  const asked = (source: string): ConsumedMessage[] =>
    scoring.kafka.seen(topics.attention.name, `nurture-review-overdue.${source}`);
  const askedTypes = (source: string): (string | undefined)[] => asked(source).map(({ headers }) => headers['ce_type']);
  const waitFor = (source: string, ...types: string[]): Promise<unknown> =>
    waitUntil(() => askedTypes(source).join() === types.join(), {
      what: `${types.join(' and ')} for ${source}`,
      withinMilliseconds: 60_000,
    });

  it('the overdue leads of a source share one ticket of marketing, and a lead whose review is not due has none', async () => {
    const [source, other] = [aSource(), aSource()];
    await aNurturedLead(other, new Date().toISOString());
    await Promise.all([anOverdueLead(source), anOverdueLead(source)]);
    await waitFor(source, raised);
    expect(asked(source)[0]?.data).toMatchObject({
      kind: 'nurture-review-overdue',
      subject: source,
      owner: { role: 'marketer' },
      cause: { source, overdueSince: expect.any(String) as string },
    });
    expect(askedTypes(other)).toEqual([]);
  });

  it.each(['kept', 'rejected'] as const)(
    'the ticket closes when the last overdue lead of the source was reviewed and %s, and not before',
    async (decision) => {
      const source = aSource();
      const [first, second] = [await anOverdueLead(source), await anOverdueLead(source)];
      await waitFor(source, raised);
      await review(first.leadId, decision);
      const other = aSource();
      await anOverdueLead(other);
      await waitFor(other, raised);
      expect(askedTypes(source)).toEqual([raised]);
      await review(second.leadId, decision);
      await waitFor(source, raised, resolved);
    },
  );

  it('the ticket closes when the lead is judged again', async () => {
    const source = aSource();
    const { leadId, lead } = await anOverdueLead(source);
    await waitFor(source, raised);
    const signals = [...lead.signals, aSignal({ kind: 'visit', receivedAt: new Date().toISOString() })];
    await scoring.captured(capturedSignal(leadId, { ...lead, signals }));
    await waitFor(source, raised, resolved);
    expect(askedTypes(source)).toEqual([raised, resolved]);
  });
});
