import type { HandoffStepRecorded } from '@baton/contracts';
import type { HandoffStep } from '@baton/domain';
import { ActionLog } from './action-log.ts';
import { planLeads } from './plan-leads.ts';
import type { SimulatedLead } from './plan-leads.ts';
import { differences, figuresOfRecord } from './compare.ts';
import type { ObservedState } from './compare.ts';
import type { ObservedHandoff } from './state-reader.ts';

const leadId = '11111111-1111-4111-8111-111111111111';
const handoffId = `handoff-${leadId}-1`;
const at = '2026-03-02T09:00:00.000Z';

const touch: HandoffStep = {
  type: 'touched',
  channel: 'call',
  direction: 'outbound',
  outcome: 'reached',
  reached: true,
  evidence: { kind: 'note', level: 'claimed' },
  countedAt: at,
  countedTouchNumber: 1,
};
const steps: HandoffStep[] = [
  { type: 'transferred', teamId: 'sales', pool: ['anna'] },
  { type: 'promise-started', promise: 'first-contact', clock: 'lead', dueAt: at, remindAt: [] },
  touch,
  { type: 'ended', ending: 'sql' },
  { type: 'outcome-recorded', outcomeId: 'outcome/1', outcome: 'won' },
];

/** A lead that was called, qualified and won, and the consistent state of all accounts. */
function consistentState(): { actions: ActionLog; seen: ObservedState } {
  const [simulatedLead] = planLeads({
    leads: 1,
    seed: 1,
    series: 1,
    mix: { social: 1 },
    arrivalMilliseconds: 1000,
  }) as [SimulatedLead];
  const record = steps.map((step, index) => ({
    handoffId,
    version: index + 1,
    at,
    recordedAt: at,
    actor: { kind: 'person' as const, id: 'anna' },
    cause: { kind: 'message' as const, id: 'm' },
    step,
  }));
  const events: HandoffStepRecorded[] = record.map((step) => ({
    ...step,
    leadId,
    handoffNumber: 1,
    agreementVersion: 2,
  }));
  const handoff: ObservedHandoff = {
    handoffId,
    leadId,
    handoffNumber: 1,
    agreementVersion: 2,
    stage: 'ended',
    ending: 'sql',
    ownerId: 'anna',
    nextDueAt: null,
    channel: 'social',
    version: record.length,
    record,
  };
  const actions = new ActionLog();
  actions.signals.push({ lead: simulatedLead, isValid: true, entryPoint: 'http', leadId });
  actions.recordSteps(handoffId, record.slice(2, 4));
  actions.outcomes.push({ handoffId, leadId, outcome: 'won', amount: 35_000, channel: 'social' });
  const judgements = [{ verdict: 'mql', signalId: 's-1', handoffNumber: 1 }];
  const lead = { leadId, email: simulatedLead.person.email, signals: 1, status: 'ended', judgements };
  const reported = new Map(figuresOfRecord([handoff])).set('amount won', 35_000);
  const reportedRecord = new Map([[handoffId, events]]);
  const seen = {
    leads: [lead],
    handoffs: [handoff],
    events,
    withTickets: new Set<string>(),
    quarantined: 0,
    reported,
    reportedRecord,
  };
  return { actions, seen };
}

describe('differences', () => {
  const differ = (
    change: (state: { actions: ActionLog; seen: ObservedState }) => Partial<ObservedState> | void,
  ): string[] => {
    const state = consistentState();
    const changed = change(state);
    return differences(state.actions, { ...state.seen, ...changed });
  };

  it('consistent accounts have no differences', () => {
    expect(differ(() => undefined)).toEqual([]);
  });

  it('an event that was sent again is not a difference', () => {
    expect(differ(({ seen }) => ({ events: [...seen.events, seen.events[0]!] }))).toEqual([]);
  });

  it.each<[string, (state: { actions: ActionLog; seen: ObservedState }) => Partial<ObservedState> | void]>([
    ['a lead that was accepted and then lost', () => ({ leads: [] })],
    ['a lead that was stored twice', ({ seen }) => ({ leads: [...seen.leads, ...seen.leads] })],
    [
      'a lead that nobody sent',
      ({ seen }) => ({ leads: [...seen.leads, { ...seen.leads[0]!, email: 'x@example.com' }] }),
    ],
    ['a signal without a judgement', ({ seen }) => ({ leads: [{ ...seen.leads[0]!, signals: 2 }] })],
    ['a verdict without its handoff', () => ({ handoffs: [], events: [] })],
    [
      'an invalid message that is not in quarantine',
      ({ actions }) => void actions.signals.push({ ...actions.signals[0]!, isValid: false, entryPoint: 'kafka-bare' }),
    ],
    ['a missing event', ({ seen }) => ({ events: seen.events.slice(1) })],
    [
      'two different events with the same version',
      ({ seen }) => ({ events: [...seen.events, { ...seen.events[0]!, step: touch }] }),
    ],
    ['a record that reporting does not have', () => ({ reportedRecord: new Map() })],
    [
      'a response that is not in the record',
      ({ actions }) => actions.recordSteps(handoffId, [{ version: 9, at, step: touch }]),
    ],
    ['a report with one return too many', ({ seen }) => ({ reported: new Map(seen.reported).set('returned: bot', 1) })],
    ['a report that lost a deal', ({ seen }) => ({ reported: new Map(seen.reported).set('won', 0) })],
    [
      'an amount that differs in the report',
      ({ seen }) => ({ reported: new Map(seen.reported).set('amount won', 34_000) }),
    ],
    [
      'a promise that only the report counts as kept',
      ({ seen }) => ({ reported: new Map(seen.reported).set('promise first-contact (lead): kept', 1) }),
    ],
    [
      'an outcome that was reported but not recorded',
      ({ actions }) => void actions.outcomes.push(actions.outcomes[0]!),
    ],
    [
      'an open handoff without an owner or a ticket',
      ({ seen }) => ({ handoffs: [{ ...seen.handoffs[0]!, stage: 'queued', ownerId: null }] }),
    ],
    ['an unexpected response', ({ actions }) => actions.recordUnexpected('a 500')],
  ])('differences names %s', (_what, change) => {
    expect(differ(change)).not.toEqual([]);
  });
});
