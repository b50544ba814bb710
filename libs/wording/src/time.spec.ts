import { formatDay, formatDuration, formatMoment, postponedText } from './time.ts';

describe('formatMoment', () => {
  const moment = '2026-11-23T06:15:00.000Z';

  it('a moment is shown in its zone, followed by the name of the zone', () => {
    expect(formatMoment(moment, 'en', 'Europe/Moscow')).toBe('23 November, 09:15 (Europe/Moscow)');
    expect(formatMoment(moment, 'ru', 'Asia/Yekaterinburg')).toBe('23 ноября, 11:15 (Asia/Yekaterinburg)');
  });

  it('midnight is 00:00', () => {
    expect(formatMoment('2026-11-22T21:00:00.000Z', 'en', 'Europe/Moscow')).toContain('23 November, 00:00');
  });
});

describe('formatDay', () => {
  const now = '2026-11-23T06:15:00.000Z';

  it('a day of this year has no year, and one of another year has it', () => {
    expect(formatDay('2026-12-12T06:00:00.000Z', 'ru', 'Europe/Moscow', now)).toBe('12 дек.');
    expect(formatDay('2027-01-12T06:00:00.000Z', 'ru', 'Europe/Moscow', now)).toBe('12 янв. 2027 г.');
    expect(formatDay('2027-01-12T06:00:00.000Z', 'en', 'Europe/Moscow', now)).toBe('12 Jan 2027');
  });

  it('the day is that of the zone', () => {
    expect(formatDay('2026-12-11T22:00:00.000Z', 'en', 'Europe/Moscow', now)).toBe('12 Dec');
  });
});

describe('postponedText', () => {
  it('a postponed lead is shown with its date in both languages', () => {
    expect(postponedText('2027-01-12T06:00:00.000Z', 'Europe/Moscow', '2027-01-02T06:00:00.000Z')).toEqual({
      en: 'postponed until 12 Jan',
      ru: 'отложен до 12 янв.',
    });
  });
});

describe('formatDuration', () => {
  it.each([
    ['PT15M', '15 min', '15 мин'],
    ['PT1H30M', '1 h 30 min', '1 ч 30 мин'],
    ['P1DT2H', '1 d 2 h', '1 дн. 2 ч'],
    ['P2W', '2 wk', '2 нед.'],
    ['PT0.5S', '0.5 s', '0,5 с'],
    ['PT0S', 'immediately', 'сразу'],
  ])('%s reads "%s" in English and "%s" in Russian', (duration, english, russian) => {
    expect([formatDuration(duration, 'en'), formatDuration(duration, 'ru')]).toEqual([english, russian]);
  });

  it('text that is not a duration stays as it is', () => {
    expect(formatDuration('soon', 'en')).toBe('soon');
  });
});
