import type { LeadSnapshot, RecordedStep, SignalKind } from '@baton/domain';
import { waitUntil } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import { HandoffFixture } from '../../spec/handoff-fixture.ts';

const leadWith = (...kinds: SignalKind[]): LeadSnapshot => ({
  source: 'website',
  reachableBy: ['phone'],
  flags: [],
  consent: null,
  signals: kinds.map((kind, index) => ({
    signalId: `signal-${index + 1}`,
    kind,
    receivedAt: new Date(Date.now() - 1000 + index).toISOString(),
  })),
});

describe('LeadJudgedConsumer', () => {
  let handoffs: HandoffFixture;
  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
  });
  afterAll(() => handoffs?.stop());

  const page = async (handoffId: string) => (await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`)).body;
  const stepsOf = async (handoffId: string): Promise<RecordedStep['step'][]> =>
    ((await page(handoffId))['record'] as RecordedStep[]).map(({ step }) => step);
  const openHandoff = async () => {
    const published = await handoffs.publishJudgedLead({ lead: leadWith('request') });
    await waitUntil(async () => (await page(published.handoffId))['stage'] !== undefined, { what: 'the handoff' });
    return published;
  };
  const furtherSignal = async (leadId: string, kind: SignalKind) => {
    const lead = leadWith('request', kind);
    const { signalId = '', receivedAt = '' } = lead.signals.at(-1) ?? {};
    await handoffs.publishJudgedLead({
      leadId,
      lead,
      signalId,
      signalReceivedAt: receivedAt,
      verdict: 'nurtured',
      withinHandoff: 1,
    });
  };
  const waitForSignal = (handoffId: string) =>
    waitUntil(async () => (await stepsOf(handoffId)).find(({ type }) => type === 'signal-added'), {
      what: 'the signal is added',
    });

  it('a signal is added to the open handoff even if its own verdict is not MQL', async () => {
    const { leadId, handoffId } = await openHandoff();
    await furtherSignal(leadId, 'content');
    expect(await waitForSignal(handoffId)).toMatchObject({ signalId: 'signal-2', signal: 'content' });
    const { rows } = await handoffs.database.pool.query<{ kind: string; recipient_id: string }>(
      `SELECT kind, recipient_id FROM handoff.notification WHERE handoff_id = $1 AND kind = 'indirect-signal'`,
      [handoffId],
    );
    const { ownerId } = await page(handoffId);
    expect(rows).toEqual(ownerId === null ? [] : [{ kind: 'indirect-signal', recipient_id: ownerId }]);
  });

  it('a lead that is nurtured outside a handoff starts none', async () => {
    const leadId = randomUUID();
    await handoffs.publishJudgedLead({ leadId, lead: leadWith('content'), verdict: 'nurtured' });
    // The events of one lead are read in order, so the second one shows that the first has been handled.
    const { handoffId } = await handoffs.publishJudgedLead({ leadId, signalId: 'signal-9', handoffNumber: 2 });
    await waitUntil(async () => (await page(handoffId))['stage'] !== undefined, { what: 'the second handoff' });
    expect((await handoffs.call('adam', 'GET', `/handoffs/handoff-${leadId}-1`)).status).toBe(404);
  });
});
