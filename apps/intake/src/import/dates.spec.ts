import fc from 'fast-check';
import { DatePattern, DatePatternError } from './date-pattern.ts';
import { namedDateFormats, parseMoment } from './dates.ts';
import { monthOfName } from './month-names.ts';

const at = (text: string, dateFormat: string, zone = 'UTC'): string => {
  const read = parseMoment(text, { dateFormat, zone });
  return 'problem' in read ? read.problem : read.at.toISOString();
};

describe('parseMoment', () => {
  it.each([
    ['2018-02-01', 'iso', 'UTC', '2018-02-01', '2018-02-01T00:00:00.000Z'],
    ['2018-02-26 19:58:54', 'iso', 'UTC', '2018-02-26', '2018-02-26T19:58:54.000Z'],
    ['2018-02-26T19:58:54+03:00', 'iso', 'UTC', '2018-02-26', '2018-02-26T16:58:54.000Z'],
    ['2018-02-26T23:30:00Z', 'iso', 'Europe/Moscow', '2018-02-27', '2018-02-26T23:30:00.000Z'],
    ['2018-02-26 19:58:54+03', 'iso', 'UTC', '2018-02-26', '2018-02-26T16:58:54.000Z'],
    ['2018-02-26 19:58:54.125 +0300', 'iso', 'UTC', '2018-02-26', '2018-02-26T16:58:54.125Z'],
    ['2018-02-26 01:58 UTC+3', 'iso', 'UTC', '2018-02-25', '2018-02-25T22:58:00.000Z'],
    ['1.2.2018', 'day-first', 'Europe/Moscow', '2018-02-01', '2018-01-31T21:00:00.000Z'],
    ['01.02.2018 9:05', 'day-first', 'Europe/Moscow', '2018-02-01', '2018-02-01T06:05:00.000Z'],
    ['01/02/2018, 9:05 PM', 'day-first', 'UTC', '2018-02-01', '2018-02-01T21:05:00.000Z'],
    ['02/01/2018', 'month-first', 'UTC', '2018-02-01', '2018-02-01T00:00:00.000Z'],
    ['\u200E02/01/2018\u200E', 'month-first', 'UTC', '2018-02-01', '2018-02-01T00:00:00.000Z'],
    ['31.12.25', 'dd.MM.yy', 'UTC', '2025-12-31', '2025-12-31T00:00:00.000Z'],
    ['31.12.99', 'dd.MM.yy', 'UTC', '1999-12-31', '1999-12-31T00:00:00.000Z'],
    ['1/2/25 12:30 am', 'M/d/yy h:mm a', 'UTC', '2025-01-02', '2025-01-02T00:30:00.000Z'],
    ['1/2/2025 12:30 p.m.', 'M/d/yyyy h:mm a', 'UTC', '2025-01-02', '2025-01-02T12:30:00.000Z'],
    ['31 декабря 2025 г.', "d MMMM yyyy 'г.'", 'UTC', '2025-12-31', '2025-12-31T00:00:00.000Z'],
    ['1 мая 2025, 09:00', 'd MMMM yyyy[, HH:mm]', 'UTC', '2025-05-01', '2025-05-01T09:00:00.000Z'],
    ['1 May 2025', 'd MMMM yyyy[, HH:mm]', 'UTC', '2025-05-01', '2025-05-01T00:00:00.000Z'],
    ['Sept. 3, 2025', 'MMM d, yyyy', 'UTC', '2025-09-03', '2025-09-03T00:00:00.000Z'],
    ['вт, 03 июн 2025', 'EEE, dd MMM yyyy', 'UTC', '2025-06-03', '2025-06-03T00:00:00.000Z'],
    ['20251231T235959-0500', "yyyyMMdd'T'HHmmssZ", 'UTC', '2026-01-01', '2026-01-01T04:59:59.000Z'],
    ['46022', 'excel-1900', 'Europe/Moscow', '2025-12-31', '2025-12-30T21:00:00.000Z'],
    ['46022,75', 'excel-1900', 'UTC', '2025-12-31', '2025-12-31T18:00:00.000Z'],
    ['59', 'excel-1900', 'UTC', '1900-02-28', '1900-02-28T00:00:00.000Z'],
    ['61', 'excel-1900', 'UTC', '1900-03-01', '1900-03-01T00:00:00.000Z'],
    ['44560', 'excel-1904', 'UTC', '2025-12-31', '2025-12-31T00:00:00.000Z'],
    ['1767139200', 'epoch-seconds', 'Europe/Moscow', '2025-12-31', '2025-12-31T00:00:00.000Z'],
    ['1767139200125', 'epoch-milliseconds', 'UTC', '2025-12-31', '2025-12-31T00:00:00.125Z'],
    // Sao Paulo skipped midnight of this day.
    ['2018-11-04', 'iso', 'America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z'],
    // 02:30 happened twice; the first counts.
    ['2025-10-26 02:30', 'iso', 'Europe/Berlin', '2025-10-26', '2025-10-26T00:30:00.000Z'],
  ])('the text %j in the format %j and the zone %s is on the day %s', (text, dateFormat, zone, day, moment) => {
    expect(parseMoment(text, { dateFormat, zone })).toEqual({ day, at: new Date(moment) });
  });

  it.each([
    ['01.02.2018', 'iso', /does not have the form iso/],
    ['yesterday', 'iso', /does not have the form/],
    ['20180201', 'iso', /does not have the form/],
    ['31.12.25', 'dd.MM.yyyy', /does not have the form/],
    ['1/2/2025 13:30 PM', 'M/d/yyyy h:mm a', /does not have the form/],
    ['1 ма 2025', 'd MMM yyyy', /does not have the form/],
    ['2018-02-30', 'iso', /no calendar has/],
    ['2018-13-01', 'iso', /no calendar has/],
    ['2018-02-01 25:00', 'iso', /no calendar has/],
    ['0018-02-01', 'iso', /impossible year 18/],
    ['60', 'excel-1900', /29 February 1900/],
    ['0', 'excel-1900', /not a day from 1900/],
    ['1767139200', 'excel-1900', /not a day/],
    ['1767139200', 'epoch-milliseconds', /not a moment from 1971/],
    ['1767139200000', 'epoch-seconds', /not a moment from 1971/],
    ['yesterday', 'epoch-seconds', /not a number/],
  ])('the text %j in the format %j is refused with its reason', (text, dateFormat, reason) => {
    expect(at(text, dateFormat)).toMatch(reason);
  });

  it('a time that its zone skipped is refused, unless the text has an offset', () => {
    expect(at('2025-03-30 02:30', 'iso', 'Europe/Berlin')).toMatch(/Europe\/Berlin skipped/);
    expect(at('2025-03-30 02:30+01:00', 'iso', 'Europe/Berlin')).toBe('2025-03-30T01:30:00.000Z');
    expect(at('45746.1041666667', 'excel-1900', 'Europe/Berlin')).toMatch(/Europe\/Berlin skipped/);
  });

  it('any text gives either a valid date or a problem in every format', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$/), fc.stringMatching(/^\d{1,14}$/)),
        fc.constantFrom(...namedDateFormats, 'dd.MM.yy', 'd MMMM yyyy'),
        (text, dateFormat) => {
          const read = parseMoment(text, { dateFormat, zone: 'Europe/Moscow' });
          expect('problem' in read || Number.isFinite(read.at.getTime())).toBe(true);
        },
      ),
    );
  });

  const instants = fc
    .date({ min: new Date('1971-01-02'), max: new Date('2068-12-30'), noInvalidDate: true })
    .map((date) => new Date(Math.floor(date.getTime() / 60_000) * 60_000));
  const zones = fc.constantFrom('UTC', 'Europe/Moscow', 'Asia/Kolkata', 'America/New_York', 'Pacific/Apia');
  const two = (number: number): string => String(number).padStart(2, '0');
  const months = { en: 'en-GB', ru: 'ru-RU' };

  it('a moment that is written in any format is read back exactly', () => {
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const local = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
        // The second of two equal times in autumn is read as the first.
        fc.pre(local.toPlainDateTime().toZonedDateTime(zone).epochMilliseconds === instant.getTime());
        const { year, month, day, hour, minute } = local;
        const [name, genitive] = Object.values(months).map((locale) =>
          local.toLocaleString(locale, { month: 'long', day: 'numeric' }).replaceAll(/[\d\s]/g, ''),
        );
        const time = `${two(hour)}:${two(minute)}`;
        const serial =
          Temporal.PlainDate.from('1899-12-30').until(local.toPlainDate()).days + (hour * 60 + minute) / 1440;
        for (const [text, dateFormat] of [
          [`${year}-${two(month)}-${two(day)} ${time}`, 'iso'],
          [`${day}.${month}.${year} ${time}`, 'day-first'],
          [`${month}/${day}/${year} ${hour % 12 || 12}:${two(minute)} ${hour < 12 ? 'AM' : 'PM'}`, 'month-first'],
          [
            `${two(day)}.${two(month)}.${two(year % 100)} ${time}`,
            year < 1999 && year % 100 < 69 ? 'iso' : 'dd.MM.yy HH:mm',
          ],
          [`${day} ${genitive} ${year} ${time}`, 'd MMMM yyyy HH:mm'],
          [`${name} ${day}, ${year} ${time}${local.offset}`, 'MMMM d, yyyy HH:mm[Z]'],
          [String(serial), 'excel-1900'],
          [String(instant.getTime() / 1000), 'epoch-seconds'],
          [String(instant.getTime()), 'epoch-milliseconds'],
        ] as const) {
          if (dateFormat === 'dd.MM.yy HH:mm' && year !== (year % 100 < 69 ? 2000 : 1900) + (year % 100)) continue;
          if (dateFormat === 'iso' && text.includes('.')) continue;
          expect({ text, at: at(text, dateFormat, zone) }).toEqual({ text, at: instant.toISOString() });
        }
      }),
    );
  });
});

describe('DatePattern', () => {
  it.each([
    ['dd.MM', /no year/],
    ['yyyy-dd', /no month/],
    ['MMMM yyyy', /no day/],
    ['yyyy-MM-dd HH:mm q', /unknown letter q/],
    ['yyyy-MM-dd hh:mm', /h, an hour from 1 to 12, without a/],
    ['yyyy-MM-dd[ HH:mm', /bracket without its pair/],
    ['dd.dd.MM.yyyy', /a field twice/],
  ])('the pattern %j is refused with its reason', (pattern, reason) => {
    expect(() => new DatePattern(pattern)).toThrow(DatePatternError);
    expect(() => new DatePattern(pattern)).toThrow(reason);
  });
});

describe('monthOfName', () => {
  it.each([
    ['января', 1],
    ['Янв.', 1],
    ['МАРТ', 3],
    ['мая', 5],
    ['май', 5],
    ['июня', 6],
    ['июл', 7],
    ['сент.', 9],
    ['Sept', 9],
    ['December', 12],
    ['ма', undefined],
    ['juny', undefined],
  ])('the name %s is the month %p', (name, month) => {
    expect(monthOfName(name)).toBe(month);
  });
});
