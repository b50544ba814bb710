import { defaultAgreement } from '../../agreement/default-agreement.ts';
import type { Agreement } from '../../agreement/agreement.ts';
import type { PoolRole } from '../../routing/rules.ts';
import type { Absence, SpecialDay, WeeklyHours, WorkingCalendar } from '../../time/working-calendar.ts';
import type { FloorMember } from '../floor/floor-member.ts';
import { aMember } from '../team-fixtures.ts';

/** A moment of the week from Monday, 8 June 2026, in Moscow. Friday, 12 June, is a holiday. */
export const moscow = (date: string, time: string): string =>
  new Date(`2026-06-${date}T${time}:00.000+03:00`).toISOString();

const specialDays: SpecialDay[] = [{ date: '2026-06-12', name: 'Russia Day', kind: 'off' }];

export const weekAgreement: Agreement = {
  ...defaultAgreement,
  calendar: { ...defaultAgreement.calendar, specialDays },
};

/** Nine to six with a lunch break, so that the team is never out all together. */
function officeDays(lunchFrom: string, lunchTo: string): WeeklyHours {
  const day = [
    { from: '09:00', to: lunchFrom },
    { from: lunchTo, to: '18:00' },
  ];
  return { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day };
}

interface Profile {
  zone?: string;
  lunch: [from: string, to: string];
  roles?: PoolRole[];
  deputyId?: string;
  absences?: Absence[];
}

const calendarOf = ({ zone = 'Europe/Moscow', lunch: [from, to], absences = [] }: Profile): WorkingCalendar => ({
  zone,
  hours: officeDays(from, to),
  specialDays,
  absences,
});

function person(personId: string, profile: Profile): FloorMember {
  const { pass: _, ...member } = aMember(personId, {
    calendar: calendarOf(profile),
    ...(profile.deputyId !== undefined && { deputyId: profile.deputyId }),
  });
  return { ...member, roles: profile.roles ?? ['rep'] };
}

/** Eight people in two zones. Natalia and Fedor begin four hours before Moscow. */
export const weekTeam = (): FloorMember[] => [
  person('anna', { lunch: ['12:30', '13:15'], deputyId: 'boris' }),
  person('boris', { lunch: ['13:00', '13:45'], deputyId: 'anna' }),
  person('clara', { lunch: ['13:30', '14:15'], deputyId: 'anna' }),
  person('dmitri', { lunch: ['13:00', '13:45'], roles: ['rep', 'closer'], deputyId: 'kirill' }),
  person('denis', { lunch: ['12:30', '13:15'], deputyId: 'clara' }),
  person('fedor', { zone: 'Asia/Novosibirsk', lunch: ['13:00', '13:45'], deputyId: 'natalia' }),
  person('natalia', {
    zone: 'Asia/Novosibirsk',
    lunch: ['13:30', '14:15'],
    deputyId: 'fedor',
    // At the dentist for two hours.
    absences: [{ from: moscow('09', '10:15'), to: moscow('09', '12:15') }],
  }),
  person('kirill', { lunch: ['12:00', '12:45'], roles: ['closer'], deputyId: 'dmitri' }),
];

/** Boris falls ill on Wednesday morning, until the end of the week. */
export const sickLeave = { personId: 'boris', from: moscow('10', '08:40'), to: moscow('15', '00:00') };
/** Denis is away from his desk for two hours, without saying so. */
export const unannouncedBreak = { personId: 'denis', from: moscow('09', '15:30'), to: moscow('09', '17:30') };
/** Denis leaves the company. */
export const departure = { personId: 'denis', at: moscow('11', '13:30') };
