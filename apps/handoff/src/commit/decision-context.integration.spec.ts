import { applySteps, emptyState } from '@baton/domain';
import type { HandoffState, Intent } from '@baton/domain';
import { randomUUID } from 'node:crypto';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import { RecordStore } from './record-store.ts';

describe('what a decision needs beside the state', () => {
  let handoffs: HandoffFixture;

  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
  });

  afterAll(() => handoffs?.stop());

  /** In the record itself a handoff can live at any moment. */
  async function decided(state: HandoffState, intent: Intent, now: string): Promise<HandoffState> {
    const leadId = state.handoffId.slice('handoff-'.length, -'-1'.length);
    const answer = await handoffs.worker!.get(RecordStore).commit({
      handoffId: state.handoffId,
      leadId,
      handoffNumber: 1,
      agreementVersion: 1,
      state,
      now,
      intent,
    });
    if (answer.outcome !== 'committed') throw new Error(`Nothing was committed: ${answer.outcome}`);
    return applySteps(state, answer.steps);
  }

  it("counts the clocks of who takes a lead of nobody by answering its call in that person's own hours", async () => {
    for (const personId of ['anna', 'boris', 'clara']) await handoffs.call('adam', 'POST', `/people/${personId}/leave`);
    const day = [{ from: '09:00', to: '18:00' }];
    const inNewYork = { teamId: 'sales', zone: 'America/New_York', hours: { monday: day, tuesday: day } };
    // She closes deals, so that the router does not give the lead to her.
    const { status } = await handoffs.call('adam', 'PUT', '/people/nora', { ...inNewYork, roles: ['closer'] });
    expect(status).toBe(200);

    const begunAt = '2026-03-02T10:00:00.000Z';
    const lead = { source: 'website', reachableBy: ['phone' as const], flags: [], consent: true, signals: [] };
    const judged = { createdBy: 'test', lead, answers: [], askedCriteria: [], score: 50, signalReceivedAt: begunAt };
    const waiting = await decided(
      emptyState(`handoff-${randomUUID()}-1`),
      { kind: 'start', judged, teamId: 'sales', messageId: randomUUID() },
      begunAt,
    );
    expect(waiting.stage).toBe('queued');

    const receivedAt = '2026-03-02T10:05:00.000Z';
    const taken = await decided(
      waiting,
      {
        kind: 'command',
        receivedAt,
        key: 'answered',
        bodyHash: '',
        actor: { id: 'nora', kind: 'person', roles: ['rep'], teamId: 'sales' },
        command: {
          type: 'touch',
          channel: 'call',
          direction: 'inbound',
          outcome: 'reached',
          evidence: { kind: 'call-record', reference: 'call-1' },
        },
      },
      receivedAt,
    );
    // Her Monday begins at 14:00 UTC; in the hours of the agreement, those of Moscow, a day was over at 10:05.
    const aWorkdayOfHers = '2026-03-03T14:00:00.000Z';
    expect(taken).toMatchObject({ ownerId: 'nora', returnWindows: [{ endsAt: aWorkdayOfHers }] });
    expect(taken.promises).toMatchObject([{ promise: 'activity', ownerId: 'nora', dueAt: aWorkdayOfHers }]);
  });
});
