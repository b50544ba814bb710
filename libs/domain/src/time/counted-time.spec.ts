import { aCalendar } from '../spec/team-fixtures.ts';
import { withAgreementFallback } from './counted-time.ts';
import { WorkingTime } from './working-time.ts';
import { HOUR, MINUTE } from './units.ts';

/** A day of the week that begins on Monday, 2 March 2026; the agreement's hours are Mon–Fri 09–18. */
const monday = (time: string): string => `2026-03-02T${time}:00.000Z`;
const wednesday = (time: string): string => `2026-03-04T${time}:00.000Z`;

describe('The time in which a person owes what they promised', () => {
  const agreements = new WorkingTime(aCalendar());
  const owedBy = (changes: Parameters<typeof aCalendar>[0]) =>
    withAgreementFallback(new WorkingTime(aCalendar(changes)), agreements);

  it('is their own, with their absences', () => {
    const anna = owedBy({ absences: [{ from: monday('16:00'), to: wednesday('09:00') }] });
    expect(anna.add('working', monday('15:30'), HOUR)).toBe(wednesday('09:30'));
    expect(anna.between('working', monday('15:30'), wednesday('09:30'))).toBe(HOUR);
  });

  it("is the agreement's where an absence lets a promise take more than ten years", () => {
    const anna = owedBy({ absences: [{ from: '2026-03-03T00:00:00Z', to: '2099-01-01T00:00:00Z' }] });
    expect(anna.add('working', monday('15:00'), 15 * MINUTE)).toBe(monday('15:15'));
    expect(anna.add('workday', monday('15:00'), 48 * HOUR)).toBe(wednesday('15:00'));
  });

  it("is the agreement's for whoever never works", () => {
    const boris = owedBy({ hours: {} });
    expect(boris.add('working', monday('15:00'), 15 * MINUTE)).toBe(monday('15:15'));
    expect(boris.between('working', monday('15:00'), monday('15:10'))).toBe(10 * MINUTE);
  });
});
