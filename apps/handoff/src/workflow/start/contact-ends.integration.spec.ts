import { leadCaptured, leadErased, leadOptedOut } from '@baton/contracts';
import type { LeadSnapshot, RecordedStep, SignalKind } from '@baton/domain';
import { waitUntil } from '@baton/testing';
import { postponementIdOf } from '@baton/workflows';
import { Client } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { Resumptions } from '../postponement/resumptions.ts';
import { HandoffFixture } from '../../spec/handoff-fixture.ts';

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

const leadWith = (kinds: SignalKind[], changes: Partial<LeadSnapshot> = {}): LeadSnapshot => ({
  source: 'website',
  reachableBy: ['phone'],
  flags: [],
  consent: null,
  signals: kinds.map((kind, index) => ({
    signalId: `signal-${index + 1}`,
    kind,
    receivedAt: minutesAgo(60 - index * 10),
  })),
  ...changes,
});

describe('the end of contact with a person', () => {
  let handoffs: HandoffFixture;
  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
  });
  afterAll(() => handoffs?.stop());

  const page = async (handoffId: string) => (await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`)).body;
  const waitForStage = (handoffId: string, isReached: (stage: unknown) => boolean) =>
    waitUntil(async () => isReached((await page(handoffId))['stage']), { what: `the stage of ${handoffId}` });
  const endingOf = async (handoffId: string) => {
    await waitForStage(handoffId, (stage) => stage === 'ended');
    return (await page(handoffId))['ending'];
  };
  const publish = (event: { topic: string; type: string }, leadId: string, data: object) =>
    handoffs.kafka.publish({ ...event, key: leadId, id: `${leadId}/${event.type}/${randomUUID()}`, data });
  const optOut = (leadId: string, optedOutAt = new Date().toISOString()) =>
    publish(leadOptedOut, leadId, { leadId, optedOutAt, recordedBy: 'marina' });
  const openHandoff = async (kinds: SignalKind[] = ['request']) => {
    const lead = leadWith(kinds);
    const published = await handoffs.publishJudgedLead({ lead });
    await waitForStage(published.handoffId, (stage) => stage === 'awaiting-acceptance' || stage === 'queued');
    return { ...published, lead };
  };

  it('an opt-out that intake took closes the open handoff', async () => {
    const { leadId, handoffId } = await openHandoff();
    await optOut(leadId);
    expect(await endingOf(handoffId)).toBe('opted-out');
  });

  it('a handoff that starts after the opt-out is closed, unless the lead asked for contact since', async () => {
    const [early, late] = [randomUUID(), randomUUID()];
    await optOut(early);
    await optOut(late, minutesAgo(90));
    await waitUntil(
      async () => {
        const { rowCount } = await handoffs.database.pool.query(
          'SELECT FROM handoff.contact_end WHERE lead_id = ANY ($1)',
          [[early, late]],
        );
        return rowCount === 2;
      },
      { what: 'both opt-outs are known' },
    );
    const closed = await handoffs.publishJudgedLead({ leadId: early, lead: leadWith(['request']) });
    const open = await handoffs.publishJudgedLead({ leadId: late, lead: leadWith(['request']) });
    expect(await endingOf(closed.handoffId)).toBe('opted-out');
    await waitForStage(open.handoffId, (stage) => stage === 'awaiting-acceptance' || stage === 'queued');
    expect((await page(open.handoffId))['ending']).toBeFalsy();
  });

  it('consent refused with a download closes the handoff, and refused with a request it does not', async () => {
    const [refuses, asks] = [await openHandoff(), await openHandoff()];
    const captured = (leadId: string, kind: SignalKind) => {
      const lead = leadWith(['request', kind]);
      const contactRefusedAt = lead.signals[1]?.receivedAt ?? '';
      const data = { leadId, signalId: 'signal-2', isNew: false, createdBy: 'test' };
      return publish(leadCaptured, leadId, { ...data, lead: { ...lead, consent: false, contactRefusedAt } });
    };
    await captured(asks.leadId, 'demo');
    await captured(refuses.leadId, 'content');
    expect(await endingOf(refuses.handoffId)).toBe('opted-out');
    expect((await page(asks.handoffId))['stage']).not.toBe('ended');
  });

  describe('a postponed lead', () => {
    const call = { channel: 'call', outcome: 'reached', evidence: { kind: 'call-record', reference: 'call-1' } };
    const nextQuarter = new Date(Date.now() + 90 * 86_400_000).toISOString();
    const dueLater = new Date(Date.now() + 91 * 86_400_000).toISOString();
    const resume = (handoffId: string) =>
      handoffs.worker!.get(Resumptions, { strict: false }).resumePostponedLead({ handoffId, now: dueLater });
    const typesOf = async (handoffId: string) =>
      ((await page(handoffId))['record'] as RecordedStep[]).map(({ step }) => step.type);

    const postponedLead = async () => {
      const { leadId, handoffId } = await openHandoff();
      const owner = await waitUntil(async () => (await page(handoffId))['ownerId'] as string | undefined, {
        what: 'the lead has an owner',
      });
      expect((await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/touches`, call)).status).toBe(200);
      const postponed = await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/postpone`, {
        until: nextQuarter,
        evidence: call.evidence,
      });
      expect(postponed.status).toBe(200);
      expect(postponed.body.steps?.[0]?.step).toMatchObject({ type: 'postponed', until: nextQuarter, ownerId: owner });
      return { leadId, handoffId, owner };
    };
    const statusOf = async (handoffId: string) => {
      const workflow = handoffs.worker!.get(Client, { strict: false }).workflow.getHandle(postponementIdOf(handoffId));
      return (await workflow.describe().catch(() => undefined))?.status.name;
    };

    it('a postponed lead waits in a workflow, and its next handoff goes to the same owner with both records linked', async () => {
      const { leadId, handoffId, owner } = await postponedLead();
      await waitUntil(async () => (await statusOf(handoffId)) === 'RUNNING', { what: 'the lead waits' });
      expect(await page(handoffId)).toMatchObject({ ending: 'postponed', postponedUntil: nextQuarter });
      const resumes = { handoffNumber: 1, cause: 'date', ownerId: owner } as const;
      const next = await handoffs.publishJudgedLead({
        leadId,
        handoffNumber: 2,
        signalId: 'signal-2',
        lead: leadWith(['request']),
        resumes,
      });
      await waitUntil(async () => (await page(next.handoffId))['ownerId'] === owner, { what: 'the owner has it back' });
      const [first] = (await page(next.handoffId))['record'] as RecordedStep[];
      expect(first?.step).toMatchObject({ type: 'started', resumes });
      expect(await typesOf(handoffId)).toContain('resumed');
      await waitUntil(async () => (await statusOf(handoffId)) === 'COMPLETED', { what: 'the waiting is over' });
      expect(await resume(handoffId)).toEqual({ outcome: 'over' });
    });

    it('the end of a postponement is recorded once, however often the activity runs', async () => {
      const { handoffId, owner } = await postponedLead();
      await handoffs.call('adam', 'POST', `/people/${owner}/leave`);
      expect(await resume(handoffId)).toEqual({ outcome: 'resumed' });
      expect(await resume(handoffId)).toEqual({ outcome: 'resumed' });
      expect((await typesOf(handoffId)).filter((type) => type === 'postponement-ended')).toHaveLength(1);
      await handoffs.call('adam', 'POST', `/people/${owner}/rejoin`);
    });

    it('a postponed lead whose person opted out or was erased does not come back', async () => {
      const [opted, erased] = [await postponedLead(), await postponedLead()];
      await optOut(opted.leadId);
      const erasure = { leadId: erased.leadId, erasedAt: new Date().toISOString(), erasedBy: 'marina' };
      await publish(leadErased, erased.leadId, erasure);
      for (const { handoffId } of [opted, erased]) {
        await waitUntil(async () => (await statusOf(handoffId)) === 'COMPLETED', { what: 'the waiting is over' });
        expect(await resume(handoffId)).toEqual({ outcome: 'over' });
        expect(await typesOf(handoffId)).not.toContain('postponement-ended');
      }
    });
  });

  it('the open handoff of an erased person is closed, and its record stays', async () => {
    const { leadId, handoffId } = await openHandoff();
    await publish(leadErased, leadId, { leadId, erasedAt: new Date().toISOString(), erasedBy: 'marina' });
    expect(await endingOf(handoffId)).toBe('erased');
    const { rows } = await handoffs.database.pool.query<{ types: string[] }>(
      `SELECT array_agg(step->>'type' ORDER BY version) AS types FROM handoff.record WHERE handoff_id = $1`,
      [handoffId],
    );
    expect(rows[0]?.types).toEqual(expect.arrayContaining(['started', 'transferred', 'ended']));
  });
});
