import { aLead, aSignal } from '@baton/testing';
import type { HandoffStepRecorded } from '@baton/contracts';
import type { ReturnDisposition, HandoffStep } from '@baton/domain';
import { agreementsByVersion } from './agreements.ts';
import { hasHandled, lastHandoff } from './handoffs.ts';
import type { HandoffSummary } from './handoffs.ts';
import { applyHandoffStep } from './apply-handoff-step.ts';
import { leadStatus } from './lead-status.ts';

const at = (time: string): string => `2026-03-02T${time}:00.000Z`;
const request = aSignal({ receivedAt: at('09:00') });
const demo = aSignal({ kind: 'demo', receivedAt: at('09:30') });

const started: HandoffStep = {
  type: 'started',
  createdBy: 'website-form',
  lead: aLead({ signals: [request] }),
  answers: [],
  askedCriteria: [],
  score: 50,
  signalReceivedAt: at('09:00'),
  touchLimits: { minimum: 5, maximum: 7, minimumDays: 2 },
};
const demoAdded: HandoffStep = { type: 'signal-added', signalId: demo.signalId, signal: 'demo' };
const returned: HandoffStep = {
  type: 'returned',
  reason: 'no-budget',
  proof: { kind: 'call-record' },
  returnedBy: 'anna',
  qualification: 'none',
  countsAgainst: 'marketing',
};
const accepted = (lead: ReturnDisposition): HandoffStep => ({
  type: 'return-accepted',
  disposition: lead,
  bySilence: false,
});
const contested: HandoffStep = { type: 'return-contested' };
const upheld = (lead: ReturnDisposition): HandoffStep => ({
  type: 'dispute-decided',
  verdict: 'upheld',
  fault: 'lead',
  disposition: lead,
});
const overturned: HandoffStep = { type: 'dispute-decided', verdict: 'overturned', fault: 'sales' };
const over: HandoffStep = { type: 'ended', ending: 'returned' };
const unreachable: HandoffStep = { type: 'ended', ending: 'unreachable' };

/** What is known of a handoff whose record holds these steps, the last one at ten. */
function handoffAfter(...steps: HandoffStep[]): HandoffSummary {
  const handoffs = steps.reduce<HandoffSummary[]>((known, step) => {
    const recorded = { handoffNumber: 1, agreementVersion: 1, at: at('10:00'), step } as HandoffStepRecorded;
    return applyHandoffStep(known, recorded)?.handoffs ?? known;
  }, []);
  return lastHandoff(handoffs) as HandoffSummary;
}

const statusOf = (handoff: HandoffSummary) => leadStatus([handoff], undefined, agreementsByVersion([]));

describe('what the record of a handoff tells of its signals', () => {
  it('has dealt with what it began with and with what was added to it', () => {
    const handoff = handoffAfter(started, demoAdded, unreachable);
    expect(hasHandled(handoff, request)).toBe(true);
    expect(hasHandled(handoff, demo)).toBe(true);
  });

  it('has not dealt with what reached it too late', () => {
    expect(hasHandled(handoffAfter(started, unreachable), demo)).toBe(false);
  });

  it('is not known where its beginning was never heard: then the moment of receipt decides', () => {
    const handoff = handoffAfter(demoAdded, unreachable);
    expect(hasHandled(handoff, request)).toBe(true);
    expect(hasHandled(handoff, { ...demo, receivedAt: at('10:00') })).toBe(false);
  });

  it('has not dealt with what came while the lead was given back, when the return stands and marketing nurtures it', () => {
    const byMarketing = handoffAfter(started, returned, demoAdded, accepted('nurtured'), over);
    const byArbiter = handoffAfter(started, returned, contested, demoAdded, upheld('nurtured'), over);
    for (const handoff of [byMarketing, byArbiter]) {
      expect(hasHandled(handoff, request)).toBe(true);
      expect(hasHandled(handoff, demo)).toBe(false);
    }
  });

  it('has dealt with it when marketing rejected the lead, knowing of it', () => {
    expect(hasHandled(handoffAfter(started, returned, demoAdded, accepted('rejected'), over), demo)).toBe(true);
  });

  it('has dealt with it when the return was overturned: sales contacts the lead anew', () => {
    const again = [started, returned, demoAdded, contested, overturned];
    expect(hasHandled(handoffAfter(...again, unreachable), demo)).toBe(true);
    expect(hasHandled(handoffAfter(...again, returned, accepted('nurtured'), over), demo)).toBe(true);
  });
});

describe('a lead that sales gave back', () => {
  it('is nurtured until a review, where marketing accepted the return so', () => {
    expect(statusOf(handoffAfter(started, returned, accepted('nurtured'), over))).toEqual({
      status: 'nurtured',
      reason: 'returned: no-budget',
      since: at('10:00'),
      reviewDueAt: '2026-05-31T10:00:00.000Z',
    });
  });

  it('is out without a review, where marketing rejected it or the arbiter did', () => {
    const rejected = { status: 'rejected', reason: 'returned: no-budget', since: at('10:00') };
    expect(statusOf(handoffAfter(started, returned, accepted('rejected'), over))).toEqual(rejected);
    expect(statusOf(handoffAfter(started, returned, contested, upheld('rejected'), over))).toEqual(rejected);
  });

  it('is nurtured where a record of old does not say what became of it', () => {
    expect(statusOf(handoffAfter(started, returned, over))).toMatchObject({ status: 'nurtured' });
  });
});
