import { FloorAudit } from '../spec/floor/floor-audit.ts';
import { moscow } from '../spec/week/week-team.ts';
import { WeekFloor } from '../spec/week/week-floor.ts';
import type { StepOf } from '../handoff/steps.ts';
import { HOUR } from '../time/units.ts';

const week = new WeekFloor();
const audit = new FloorAudit(week);

const isForKnownOwner = ({ routing }: StepOf<'assigned'>): boolean =>
  routing.basis === 'agreement' && (routing.reason === 'known-owner' || routing.reason === 'known-owner-deputy');

/** Looks at the floor every hour of the week, and then until everything has ended. */
function liveThroughTheWeek(): void {
  for (let at = Date.parse(moscow('06', '10:00')); at <= Date.parse(moscow('15', '12:00')); at += HOUR) {
    week.advanceTo(new Date(at).toISOString());
    audit.check();
  }
  week.run();
  audit.check();
}

describe('a week of a team of eight in two zones: 600 leads, a holiday, an illness, a departure, ten returns', () => {
  beforeAll(liveThroughTheWeek, 120_000);

  it('people do nothing that the rules refuse', () => {
    expect(week.refusals).toEqual([]);
  });

  it('every lead had an owner or a named alarm at every hour, and all 600 have ended', () => {
    expect(week.handoffs).toHaveLength(600);
    expect(week.open.map(({ handoffId, state }) => `${handoffId} ${state.stage}`)).toEqual([]);
    expect(week.steps('ended')).toHaveLength(600);
  });

  it('the records replay to the states', () => {
    audit.checkReplay();
    expect(week.entries.length).toBeGreaterThan(600);
  });

  it('all ten returns were reviewed, and all four disputes decided', () => {
    const { length } = week.steps('return-accepted');
    expect(week.steps('returned')).toHaveLength(10);
    expect(week.steps('return-contested')).toHaveLength(4);
    expect(week.steps('dispute-decided')).toHaveLength(4);
    expect(length).toBe(6);
  });

  it('every promise is kept or released at the end, and every ticket is closed', () => {
    expect(week.steps('promise-started').length).toBeGreaterThan(3000);
    expect(week.steps('ticket-opened').length).toBe(week.steps('ticket-closed').length);
    expect(week.handoffs.flatMap(({ state }) => [...state.promises, ...state.tickets])).toEqual([]);
  });

  it('the account of each first contact adds up to the time since the request', () => {
    const kept = week
      .steps('promise-kept')
      .filter(({ promise, clock }) => promise === 'first-contact' && clock === 'lead');
    expect(kept.length).toBeGreaterThan(500);
    for (const { account = [], at, handoffId } of kept) {
      const { judged } = week.handoffs.find((handoff) => handoff.handoffId === handoffId)!;
      const held = account.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
      expect(held).toBe(Date.parse(at) - Date.parse(judged.signalReceivedAt));
    }
  });

  it('an illness and a departure give nobody more than one contacted lead to accept at the same moment', () => {
    const handedOver = week.handoffs
      .flatMap(({ record }) => record)
      .flatMap(({ step, at }) =>
        step.type === 'assigned' && step.reason === 'reassigned' && !isForKnownOwner(step)
          ? [`${step.ownerId} ${at}`]
          : [],
      );
    expect(handedOver.length).toBeGreaterThan(20);
    expect(new Set(handedOver).size).toBe(handedOver.length);
  });

  it('routing gives nobody who is ill or has left a lead', () => {
    const assigned = week.steps('assigned');
    const ofDenis = assigned.filter(({ ownerId, at }) => ownerId === 'denis' && at > moscow('11', '13:30'));
    const ofBoris = assigned.filter(
      ({ ownerId, at }) => ownerId === 'boris' && at > moscow('10', '08:40') && at < moscow('15', '00:00'),
    );
    expect([...ofDenis, ...ofBoris]).toEqual([]);
  });
});
