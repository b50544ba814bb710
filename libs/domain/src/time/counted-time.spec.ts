import { aCalendar } from '../spec/team-fixtures.ts';
import { withAgreementFallback } from './counted-time.ts';
import { HOUR, MINUTE } from './units.ts';
import { WorkingTime } from './working-time.ts';

/** Days of the week of Monday, 2 March 2026. The agreement's hours are Mon–Fri 09–18. */
const monday = (time: string): string => `2026-03-02T${time}:00.000Z`;
const wednesday = (time: string): string => `2026-03-04T${time}:00.000Z`;

describe('withAgreementFallback', () => {
  const agreementTime = new WorkingTime(aCalendar());
  const timeOf = (changes: Parameters<typeof aCalendar>[0]) =>
    withAgreementFallback(new WorkingTime(aCalendar(changes)), agreementTime);

  it('a person who works has their own time, less their absences', () => {
    const anna = timeOf({ absences: [{ from: monday('16:00'), to: wednesday('09:00') }] });
    expect(anna.add('working', monday('15:30'), HOUR)).toBe(wednesday('09:30'));
    expect(anna.between('working', monday('15:30'), wednesday('09:30'))).toBe(HOUR);
  });

  it('the agreement takes over when an absence would let a promise take more than ten years', () => {
    const anna = timeOf({ absences: [{ from: '2026-03-03T00:00:00Z', to: '2099-01-01T00:00:00Z' }] });
    expect(anna.add('working', monday('15:00'), 15 * MINUTE)).toBe(monday('15:15'));
    expect(anna.add('workday', monday('15:00'), 48 * HOUR)).toBe(wednesday('15:00'));
  });

  it('the agreement takes over for a person who never works', () => {
    const boris = timeOf({ hours: {} });
    expect(boris.add('working', monday('15:00'), 15 * MINUTE)).toBe(monday('15:15'));
    expect(boris.between('working', monday('15:00'), monday('15:10'))).toBe(10 * MINUTE);
  });
});
