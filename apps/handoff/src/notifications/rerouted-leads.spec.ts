import { emptyState } from '@baton/domain';
import { notificationsForSteps } from './notifications-for-steps.ts';

describe('notificationsForSteps of a rerouted lead', () => {
  it('the team lead of the team that gets a misrouted lead is notified with the reason', () => {
    const at = '2026-11-23T07:00:00.000Z';
    const step = { type: 'rerouted', teamId: 'north', previousTeamId: 'sales', reason: 'team-lead' } as const;
    const recorded = {
      handoffId: 'handoff-1',
      version: 5,
      at,
      recordedAt: at,
      step,
      actor: { kind: 'person', id: 'tatiana' },
      cause: { kind: 'message', id: 'message-1' },
    } as const;
    const state = { ...emptyState('handoff-1'), teamId: 'north' };
    expect(notificationsForSteps([{ state, recorded }])).toMatchObject([
      {
        kind: 'lead-rerouted',
        recipient: { role: 'team-lead', teamId: 'north' },
        facts: { handoffId: 'handoff-1', reason: 'team-lead' },
      },
    ]);
  });
});
