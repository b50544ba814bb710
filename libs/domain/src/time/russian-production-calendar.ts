import type { SpecialDay } from './working-calendar.ts';

type NameByDay = Record<string, string>;

/** The holidays of every year by Labour Code, article 112. */
const holidays: NameByDay = {
  '01-01': 'Новогодние каникулы',
  '01-02': 'Новогодние каникулы',
  '01-03': 'Новогодние каникулы',
  '01-04': 'Новогодние каникулы',
  '01-05': 'Новогодние каникулы',
  '01-06': 'Новогодние каникулы',
  '01-07': 'Рождество Христово',
  '01-08': 'Новогодние каникулы',
  '02-23': 'День защитника Отечества',
  '03-08': 'Международный женский день',
  '05-01': 'Праздник Весны и Труда',
  '05-09': 'День Победы',
  '06-12': 'День России',
  '11-04': 'День народного единства',
};

function daysOfYear(
  year: number,
  exceptions: { moved?: NameByDay; eves: string[]; days?: SpecialDay[] },
): SpecialDay[] {
  const dated = (day: string): string => `${year}-${day}`;
  const off = Object.entries({ ...holidays, ...exceptions.moved });
  return [
    ...off.map(([day, name]): SpecialDay => ({ date: dated(day), name, kind: 'off' })),
    ...exceptions.eves.map((day): SpecialDay => ({
      date: dated(day),
      name: 'Предпраздничный день',
      kind: 'shortened',
      shortenedByMinutes: 60,
    })),
    ...(exceptions.days ?? []),
  ].sort((one, other) => one.date.localeCompare(other.date));
}

/**
 * The Russian production calendar of the five-day week. An agreement can override it.
 *
 * - Holidays and eves shortened by an hour: Labour Code, articles 112 and 95.
 * - 2025: days off moved by Government Decree No. 1335 of 4 October 2024.
 * - 2026: days off moved by Government Decree No. 1466 of 24 September 2025; 9 March and 11 May follow from article 112.
 * - 2027: **holidays and their eves only.** It lacks the days off that the decree will move, and those that
 *   article 112 moves by default (3 and 10 May, 14 June). Complete it when the decree is published.
 */
export const russianProductionCalendar: SpecialDay[] = [
  ...daysOfYear(2025, {
    moved: {
      '05-02': 'Выходной, перенесён с 4 января',
      '05-08': 'Выходной, перенесён с 23 февраля',
      '06-13': 'Выходной, перенесён с 8 марта',
      '11-03': 'Выходной, перенесён с 1 ноября',
      '12-31': 'Выходной, перенесён с 5 января',
    },
    eves: ['03-07', '04-30', '06-11'],
    days: [
      {
        date: '2025-11-01',
        name: 'Рабочая суббота, сокращённая',
        kind: 'working',
        like: 'monday',
        shortenedByMinutes: 60,
      },
    ],
  }),
  ...daysOfYear(2026, {
    moved: {
      '01-09': 'Выходной, перенесён с 3 января',
      '03-09': 'Выходной, перенесён с 8 марта',
      '05-11': 'Выходной, перенесён с 9 мая',
      '12-31': 'Выходной, перенесён с 4 января',
    },
    eves: ['04-30', '05-08', '06-11', '11-03'],
  }),
  ...daysOfYear(2027, { eves: ['02-22', '04-30', '06-11', '11-03', '12-31'] }),
];
