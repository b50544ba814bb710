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
  touchLimits: { minimum: 5, maximum: 7, minimumDays: 2, countOnceWithin: 'PT10M' },
};
const demoAdded: HandoffStep = { type: 'signal-added', signalId: demo.signalId, signal: 'demo' };
const returned: HandoffStep = {
  type: 'returned',
  reason: 'no-budget',
  proof: { kind: 'call-record', level: 'claimed' },
  returnedBy: 'anna',
  qualification: 'none',
  countsAgainst: 'marketing',
};
const accepted = (disposition: ReturnDisposition): HandoffStep => ({
  type: 'return-accepted',
  disposition,
  bySilence: false,
});
const contested: HandoffStep = { type: 'return-contested' };
const upheld = (disposition: ReturnDisposition): HandoffStep => ({
  type: 'dispute-decided',
  verdict: 'upheld',
  fault: 'lead',
  disposition,
});
const overturned: HandoffStep = { type: 'dispute-decided', verdict: 'overturned', fault: 'sales' };
const endedReturned: HandoffStep = { type: 'ended', ending: 'returned' };
const endedUnreachable: HandoffStep = { type: 'ended', ending: 'unreachable' };

/** The summary of a handoff after these steps, all recorded at 10:00. */
function handoffAfter(...steps: HandoffStep[]): HandoffSummary {
  const handoffs = steps.reduce<HandoffSummary[]>((known, step) => {
    const recorded = { handoffNumber: 1, agreementVersion: 1, at: at('10:00'), step } as HandoffStepRecorded;
    return applyHandoffStep(known, recorded)?.handoffs ?? known;
  }, []);
  return lastHandoff(handoffs) as HandoffSummary;
}

const statusOf = (handoff: HandoffSummary) => leadStatus([handoff], undefined, agreementsByVersion([]));

describe('hasHandled after applyHandoffStep', () => {
  it('a handoff has handled the signals it started with and those added to it', () => {
    const handoff = handoffAfter(started, demoAdded, endedUnreachable);
    expect(hasHandled(handoff, request)).toBe(true);
    expect(hasHandled(handoff, demo)).toBe(true);
  });

  it('a handoff has not handled a signal that is missing from its record', () => {
    expect(hasHandled(handoffAfter(started, endedUnreachable), demo)).toBe(false);
  });

  it('the time of receipt decides if scoring has not read the start of the handoff', () => {
    const handoff = handoffAfter(demoAdded, endedUnreachable);
    expect(hasHandled(handoff, request)).toBe(true);
    expect(hasHandled(handoff, { ...demo, receivedAt: at('10:00') })).toBe(false);
  });

  it('a signal received during the review of a return is unhandled if the return is accepted and the lead nurtured', () => {
    const byMarketing = handoffAfter(started, returned, demoAdded, accepted('nurtured'), endedReturned);
    const byArbiter = handoffAfter(started, returned, contested, demoAdded, upheld('nurtured'), endedReturned);
    for (const handoff of [byMarketing, byArbiter]) {
      expect(hasHandled(handoff, request)).toBe(true);
      expect(hasHandled(handoff, demo)).toBe(false);
    }
  });

  it('a signal received during the review of a return is handled if the lead is rejected', () => {
    expect(hasHandled(handoffAfter(started, returned, demoAdded, accepted('rejected'), endedReturned), demo)).toBe(
      true,
    );
  });

  it('a signal received during the review of a return is handled if the return is overturned, because sales contacts the lead again', () => {
    const overturnedReturn = [started, returned, demoAdded, contested, overturned];
    expect(hasHandled(handoffAfter(...overturnedReturn, endedUnreachable), demo)).toBe(true);
    expect(hasHandled(handoffAfter(...overturnedReturn, returned, accepted('nurtured'), endedReturned), demo)).toBe(
      true,
    );
  });
});

describe('leadStatus after applyHandoffStep', () => {
  it('a returned lead is nurtured until a review if marketing accepts the return as nurtured', () => {
    expect(statusOf(handoffAfter(started, returned, accepted('nurtured'), endedReturned))).toEqual({
      status: 'nurtured',
      reason: 'returned: no-budget',
      since: at('10:00'),
      reviewDueAt: '2026-05-31T10:00:00.000Z',
    });
  });

  it('a returned lead is rejected without a review if marketing or the arbiter rejects it', () => {
    const rejected = { status: 'rejected', reason: 'returned: no-budget', since: at('10:00') };
    expect(statusOf(handoffAfter(started, returned, accepted('rejected'), endedReturned))).toEqual(rejected);
    expect(statusOf(handoffAfter(started, returned, contested, upheld('rejected'), endedReturned))).toEqual(rejected);
  });

  it('a returned lead is nurtured if the record contains no decision about the return', () => {
    expect(statusOf(handoffAfter(started, returned, endedReturned))).toMatchObject({ status: 'nurtured' });
  });
});
