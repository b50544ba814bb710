import { applySteps, emptyState } from '@baton/domain';
import type { HandoffState, Intent } from '@baton/domain';
import { randomUUID } from 'node:crypto';
import { HandoffFixture } from '../spec/handoff-fixture.ts';
import { RecordStore } from './record-store.ts';

describe('readDecisionContext', () => {
  let handoffs: HandoffFixture;

  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
  });

  afterAll(() => handoffs?.stop());

  /** Commits to the record without a workflow, so that `now` may be any time. */
  async function commit(state: HandoffState, intent: Intent, now: string): Promise<HandoffState> {
    const leadId = state.handoffId.slice('handoff-'.length, -'-1'.length);
    const result = await handoffs.worker!.get(RecordStore).commit({
      handoffId: state.handoffId,
      leadId,
      handoffNumber: 1,
      agreementVersion: 1,
      state,
      now,
      intent,
    });
    if (result.outcome !== 'committed') throw new Error(`Nothing was committed: ${result.outcome}`);
    return applySteps(state, result.steps);
  }

  it('promises count in the working hours of the person who becomes the owner by taking the call of a queued lead', async () => {
    for (const personId of ['anna', 'boris', 'clara']) await handoffs.call('adam', 'POST', `/people/${personId}/leave`);
    const day = [{ from: '09:00', to: '18:00' }];
    const inNewYork = { teamId: 'sales', zone: 'America/New_York', hours: { monday: day, tuesday: day } };
    // A closer, so that routing does not choose her.
    const { status } = await handoffs.call('adam', 'PUT', '/people/nora', { ...inNewYork, roles: ['closer'] });
    expect(status).toBe(200);

    const startedAt = '2026-03-02T10:00:00.000Z';
    const lead = { source: 'website', reachableBy: ['phone' as const], flags: [], consent: true, signals: [] };
    const judged = { createdBy: 'test', lead, answers: [], askedCriteria: [], score: 50, signalReceivedAt: startedAt };
    const waiting = await commit(
      emptyState(`handoff-${randomUUID()}-1`),
      { kind: 'start', judged, teamId: 'sales', messageId: randomUUID() },
      startedAt,
    );
    expect(waiting.stage).toBe('queued');

    const receivedAt = '2026-03-02T10:05:00.000Z';
    const assigned = await commit(
      waiting,
      {
        kind: 'command',
        receivedAt,
        key: 'inbound-call',
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
    // Her Monday starts at 14:00 UTC. In the agreement's hours, those of Moscow, a working day would end at 10:05.
    const afterOneOfHerWorkdays = '2026-03-03T14:00:00.000Z';
    expect(assigned).toMatchObject({ ownerId: 'nora', returnWindows: [{ endsAt: afterOneOfHerWorkdays }] });
    expect(assigned.promises).toMatchObject([{ promise: 'activity', ownerId: 'nora', dueAt: afterOneOfHerWorkdays }]);
  });
});
