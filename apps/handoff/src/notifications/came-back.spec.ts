import { emptyState } from '@baton/domain';
import type { HandoffState, HandoffStep, RecordedStep, RoutingDecision } from '@baton/domain';
import { notificationsForSteps } from './notifications-for-steps.ts';

const monday = '2026-11-23T07:00:00.000Z';
const tuesday = '2026-11-24T07:05:00.000Z';

describe('came-back notifications', () => {
  it.each([
    ['the person who postponed the lead reads that it is back', 'known-owner', 'postponed', 'lead-came-back'],
    ['their deputy reads of a new lead', 'known-owner-deputy', 'postponed', 'new-lead'],
    ['another rep reads of a new lead', 'next-turn', 'postponed', 'new-lead'],
    ['the owner of the company reads of a new lead', 'known-owner', 'sql', 'new-lead'],
  ] as const)('the owner of a lead is notified: %s', (_, reason, knownBy, kind) => {
    const routing: RoutingDecision = {
      basis: 'agreement',
      at: monday,
      startsBefore: tuesday,
      triedRules: [],
      target: { teamId: 'sales', role: 'rep', skills: [] },
      knownOwner: { personId: 'anna', knownBy },
      pool: [],
      queuedAhead: 0,
      teamId: 'sales',
      exclusions: [],
      knownOwnerExclusions: [],
      chosen: 'nina',
      reason,
    };
    const assigned: HandoffStep = { type: 'assigned', ownerId: 'nina', teamId: 'sales', reason: 'transfer', routing };
    const recorded: RecordedStep = {
      handoffId: 'handoff-1',
      version: 5,
      at: monday,
      recordedAt: monday,
      step: assigned,
      actor: { kind: 'system', id: 'baton' },
      cause: { kind: 'message', id: 'judged' },
    };
    const state: HandoffState = { ...emptyState('handoff-1'), teamId: 'sales', ownerId: 'nina' };
    expect(notificationsForSteps([{ state, recorded }])).toMatchObject([{ recipient: { personId: 'nina' }, kind }]);
  });
});
