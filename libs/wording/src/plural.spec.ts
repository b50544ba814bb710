import { counted, formatNumber, pluralForm } from './plural.ts';
import type { PluralForms } from './plural.ts';

const leads: PluralForms = {
  en: { one: 'lead', other: 'leads' },
  ru: { one: 'лид', few: 'лида', many: 'лидов' },
};

/** The digits with an ordinary space, whatever the locale separates thousands with. */
const plain = (text: string): string => text.replaceAll(/\s/g, ' ');

describe('counted', () => {
  it.each([
    [0, '0 leads'],
    [1, '1 lead'],
    [2, '2 leads'],
    [21, '21 leads'],
  ])('an English noun after %d is "%s"', (count, expected) => {
    expect(counted(count, leads, 'en')).toBe(expected);
  });

  it.each([
    [0, '0 лидов'],
    [1, '1 лид'],
    [2, '2 лида'],
    [4, '4 лида'],
    [5, '5 лидов'],
    [11, '11 лидов'],
    [12, '12 лидов'],
    [21, '21 лид'],
    [22, '22 лида'],
    [25, '25 лидов'],
    [101, '101 лид'],
    [111, '111 лидов'],
    [1.5, '1,5 лида'],
  ])('a Russian noun after %d is "%s"', (count, expected) => {
    expect(counted(count, leads, 'ru')).toBe(expected);
  });

  it('a large number has the digit grouping of the language', () => {
    expect(counted(12_345, leads, 'en')).toBe('12,345 leads');
    expect(plain(counted(12_345, leads, 'ru'))).toBe('12 345 лидов');
  });
});

describe('pluralForm', () => {
  it('pluralForm returns the noun without the number', () => {
    expect(pluralForm(3, leads, 'ru')).toBe('лида');
  });
});

describe('formatNumber', () => {
  it('a share is written as a percentage, as is usual in the language', () => {
    expect(formatNumber(0.125, 'en', { style: 'percent', maximumFractionDigits: 1 })).toBe('12.5%');
    expect(plain(formatNumber(0.125, 'ru', { style: 'percent', maximumFractionDigits: 1 }))).toBe('12,5 %');
  });
});
