import { agreementsByVersion } from './agreements.ts';
import { applyHandoffStep } from './apply-handoff-step.ts';
import { waitingHandoff, withNextHandoff } from './come-back.ts';
import type { HandoffSummary } from './handoffs.ts';
import { leadStatus } from './lead-status.ts';
import type { HandoffStepRecorded } from '@baton/contracts';

const at = (day: string): string => `2026-${day}T09:00:00.000Z`;
const step = (moment: string, recorded: object): HandoffStepRecorded =>
  ({ handoffNumber: 1, agreementVersion: 3, at: moment, step: recorded }) as HandoffStepRecorded;
const record = [
  step(at('03-02'), { type: 'started', lead: { signals: [] }, signalReceivedAt: at('03-02') }),
  step(at('03-03'), { type: 'postponed', until: at('06-01'), comesBackAt: at('06-01'), ownerId: 'anna' }),
  step(at('03-03'), { type: 'ended', ending: 'postponed' }),
];
const postponed = record.reduce<HandoffSummary[]>(
  (handoffs, each) => applyHandoffStep(handoffs, each)?.handoffs ?? handoffs,
  [],
);
const waiting = (handoffs: readonly HandoffSummary[]) =>
  waitingHandoff(handoffs, leadStatus(handoffs, undefined, agreementsByVersion([])));

describe('a postponed lead in scoring', () => {
  it('the record says until when a lead is postponed, and its owner then', () => {
    expect(postponed).toMatchObject([{ ending: 'postponed', postponed: { until: at('06-01'), ownerId: 'anna' } }]);
    expect(waiting(postponed)).toMatchObject({ number: 1 });
  });

  it('the end of a postponement names the handoff whose lead comes back', () => {
    const update = applyHandoffStep(postponed, step(at('06-01'), { type: 'postponement-ended' }));
    expect(update).toMatchObject({ handoffs: postponed, comesBack: { number: 1 } });
    expect(update).not.toHaveProperty('ended');
  });

  it('a lead that comes back gets the next number, under the agreement that it was judged by', () => {
    const handoffs = withNextHandoff(postponed, postponed[0]!, at('06-01'));
    expect(handoffs).toMatchObject([{ number: 1 }, { number: 2, agreementVersion: 3, openedAt: at('06-01') }]);
    expect(waiting(handoffs)).toBeUndefined();
    expect(withNextHandoff(handoffs, postponed[0]!, at('06-02'))).toEqual(handoffs);
  });
});
