import { aLead, aSignal } from '@baton/testing';
import type { HandoffStepRecorded } from '@baton/contracts';
import type { AfterReturn, HandoffStep } from '@baton/domain';
import { agreementsFrom } from './agreements.ts';
import { hasDealtWith, lastHandoff } from './handoffs.ts';
import type { KnownHandoff } from './handoffs.ts';
import { hearStep } from './hear-step.ts';
import { standing } from './standing.ts';

const at = (time: string): string => `2026-03-02T${time}:00.000Z`;
const request = aSignal({ receivedAt: at('09:00') });
const demo = aSignal({ kind: 'demo', receivedAt: at('09:30') });

const started: HandoffStep = {
  ...{ type: 'started', createdBy: 'website-form', lead: aLead({ signals: [request] }), answers: [], asked: [] },
  ...{ score: 50, signalReceivedAt: at('09:00'), touches: { minimum: 5, maximum: 7 } },
};
const demoAdded: HandoffStep = { type: 'signal-added', signalId: demo.signalId, signal: 'demo' };
const returned: HandoffStep = {
  ...{ type: 'returned', reason: 'no-budget', proof: { kind: 'call-record' }, byId: 'anna' },
  ...{ qualification: 'none', countsAgainst: 'marketing' },
};
const accepted = (lead: AfterReturn): HandoffStep => ({ type: 'return-accepted', lead, byConsent: false });
const contested: HandoffStep = { type: 'return-contested' };
const upheld = (lead: AfterReturn): HandoffStep => ({
  type: 'dispute-decided',
  verdict: 'upheld',
  fault: 'lead',
  lead,
});
const overturned: HandoffStep = { type: 'dispute-decided', verdict: 'overturned', fault: 'sales' };
const over: HandoffStep = { type: 'ended', ending: 'returned' };
const unreachable: HandoffStep = { type: 'ended', ending: 'unreachable' };

/** What is known of a handoff whose record holds these steps, the last one at ten. */
function heard(...steps: HandoffStep[]): KnownHandoff {
  const handoffs = steps.reduce<KnownHandoff[]>((known, step) => {
    const recorded = { handoffNumber: 1, agreementVersion: 1, at: at('10:00'), step } as HandoffStepRecorded;
    return hearStep(known, recorded)?.handoffs ?? known;
  }, []);
  return lastHandoff(handoffs) as KnownHandoff;
}

const place = (handoff: KnownHandoff) => standing([handoff], undefined, agreementsFrom([]));

describe('what the record of a handoff tells of its signals', () => {
  it('has dealt with what it began with and with what was added to it', () => {
    const handoff = heard(started, demoAdded, unreachable);
    expect(hasDealtWith(handoff, request)).toBe(true);
    expect(hasDealtWith(handoff, demo)).toBe(true);
  });

  it('has not dealt with what reached it too late', () => {
    expect(hasDealtWith(heard(started, unreachable), demo)).toBe(false);
  });

  it('is not known where its beginning was never heard: then the moment of receipt decides', () => {
    const handoff = heard(demoAdded, unreachable);
    expect(hasDealtWith(handoff, request)).toBe(true);
    expect(hasDealtWith(handoff, { ...demo, receivedAt: at('10:00') })).toBe(false);
  });

  it('has not dealt with what came while the lead was given back, when the return stands and marketing nurtures it', () => {
    const byMarketing = heard(started, returned, demoAdded, accepted('nurtured'), over);
    const byArbiter = heard(started, returned, contested, demoAdded, upheld('nurtured'), over);
    for (const handoff of [byMarketing, byArbiter]) {
      expect(hasDealtWith(handoff, request)).toBe(true);
      expect(hasDealtWith(handoff, demo)).toBe(false);
    }
  });

  it('has dealt with it when marketing rejected the lead, knowing of it', () => {
    expect(hasDealtWith(heard(started, returned, demoAdded, accepted('rejected'), over), demo)).toBe(true);
  });

  it('has dealt with it when the return was overturned: sales contacts the lead anew', () => {
    const again = [started, returned, demoAdded, contested, overturned];
    expect(hasDealtWith(heard(...again, unreachable), demo)).toBe(true);
    expect(hasDealtWith(heard(...again, returned, accepted('nurtured'), over), demo)).toBe(true);
  });
});

describe('a lead that sales gave back', () => {
  it('is nurtured until a review, where marketing accepted the return so', () => {
    expect(place(heard(started, returned, accepted('nurtured'), over))).toEqual({
      ...{ place: 'nurtured', reason: 'returned: no-budget', since: at('10:00'), reviewBy: '2026-05-31T10:00:00.000Z' },
    });
  });

  it('is out without a review, where marketing rejected it or the arbiter did', () => {
    const rejected = { place: 'rejected', reason: 'returned: no-budget', since: at('10:00') };
    expect(place(heard(started, returned, accepted('rejected'), over))).toEqual(rejected);
    expect(place(heard(started, returned, contested, upheld('rejected'), over))).toEqual(rejected);
  });

  it('is nurtured where a record of old does not say what became of it', () => {
    expect(place(heard(started, returned, over))).toMatchObject({ place: 'nurtured' });
  });
});
