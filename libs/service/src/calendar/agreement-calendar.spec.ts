import { defaultAgreement } from '@baton/domain';
import type { Agreement, SpecialDay } from '@baton/domain';
import { specialDaysOf } from './agreement-calendar.ts';

type Calendar = Agreement['calendar'];
const moscow = defaultAgreement.calendar;
const off = (days: readonly SpecialDay[]): string[] =>
  days.filter(({ kind }) => kind === 'off').map(({ date }) => date);

describe('specialDaysOf', () => {
  it('the public holidays of the country are days off', () => {
    expect(off(specialDaysOf(moscow, 2026, 2026))).toEqual(
      expect.arrayContaining([
        '2026-01-01',
        '2026-01-02',
        '2026-01-03',
        '2026-01-04',
        '2026-01-05',
        '2026-01-06',
        '2026-01-07',
        '2026-01-08',
        '2026-02-23',
        '2026-03-09',
        '2026-05-01',
        '2026-06-12',
        '2026-11-04',
      ]),
    );
  });

  it('another country has its own holidays, including substitutes for holidays at a weekend', () => {
    const days = specialDaysOf({ ...moscow, holidayCountry: 'US' }, 2026, 2027);
    expect(off(days)).toEqual(expect.arrayContaining(['2026-07-03', '2026-11-26', '2027-01-01']));
    expect(days.map(({ date }) => date)).toEqual(days.map(({ date }) => date).toSorted());
  });

  it('a holiday of several days that begins at sunset counts by its days off', () => {
    const festival = specialDaysOf({ ...moscow, holidayCountry: 'AE' }, 2026, 2026).filter(
      ({ date }) => date >= '2026-03-01',
    );
    expect(off(festival).slice(0, 3)).toEqual(['2026-03-20', '2026-03-21', '2026-03-22']);
  });

  it('half days are not days off', () => {
    expect(off(specialDaysOf({ ...moscow, holidayCountry: 'CN' }, 2026, 2026))).not.toContain('2026-05-04');
  });

  it("the agreement's own days take precedence, within the given years", () => {
    const days: SpecialDay[] = [
      { date: '2026-05-01', kind: 'working', like: 'friday' },
      { date: '2026-08-14', name: 'Company day', kind: 'off' },
      { date: '2027-08-14', kind: 'off' },
    ];
    const calendar: Calendar = { ...moscow, specialDays: days };
    const found = specialDaysOf(calendar, 2026, 2026);
    expect(found.filter(({ date }) => date === '2026-05-01')).toEqual([days[0]]);
    expect(found).toContainEqual(days[1]);
    expect(off(found)).not.toContain('2027-08-14');
  });

  it('an agreement without a country has only its own special days', () => {
    expect(specialDaysOf({ zone: moscow.zone, hours: moscow.hours, specialDays: [] }, 2026, 2030)).toEqual([]);
  });

  it('special days are computed once for each version and range of years', () => {
    expect(specialDaysOf(moscow, 2026, 2027)).toBe(specialDaysOf(moscow, 2026, 2027));
    expect(specialDaysOf({ ...moscow }, 2026, 2027)).not.toBe(specialDaysOf(moscow, 2026, 2027));
  });
});
