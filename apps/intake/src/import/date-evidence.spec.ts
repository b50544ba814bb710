import { DateEvidence } from './date-evidence.ts';

const problemOf = (texts: string[], dateFormat: string): string | undefined => {
  const evidence = new DateEvidence('closed', { dateFormat, zone: 'UTC' });
  for (const [index, text] of texts.entries()) evidence.add(index + 2, text);
  return evidence.problem();
};

describe('DateEvidence', () => {
  it.each([
    [['2025-12-31', '2025-01-02'], 'iso'],
    [['31.12.2025', '01.02.2025', 'yesterday'], 'day-first'],
    [['01.02.2025'], 'month-first'],
    [['1/31/25', '2/1/25'], 'M/d/yy'],
    [['46022', '46023'], 'excel-1900'],
    [[], 'iso'],
  ])('the dates %j can have the format %s', (texts, dateFormat) => {
    expect(problemOf(texts, dateFormat)).toBeUndefined();
  });

  it.each([
    [
      ['01.02.2025', '31.01.2025'],
      'iso',
      /closed 31\.01\.2025 on line 3 shows the day first: write dateFormat: day-first/,
    ],
    [['01/02/2025', '12/31/2025'], 'iso', /shows the month first: write dateFormat: month-first/],
    [['01.02.25', '31.12.25'], 'iso', /write dateFormat: dd\.MM\.yy\./],
    [
      ['01.02.2025', '03.04.2025'],
      'iso',
      /01\.02\.2025 on line 2 can have the day or the month first: write dateFormat: day-first or month-first/,
    ],
    [['31.12.2025', '12.31.2025'], 'iso', /different orders/],
    [['46022'], 'iso', /excel-1900/],
    [['1767139200'], 'iso', /epoch-seconds/],
    [['1767139200000'], 'iso', /epoch-milliseconds/],
    [['31 декабря 2025'], 'iso', /d MMMM yyyy/],
    [
      ['02/01/2025', '12/31/2025'],
      'day-first',
      /12\/31\/2025 on line 3 is month-first, but the mapping says dateFormat: day-first/,
    ],
    [['1.2.25', '31.12.25'], 'M.d.yy', /31\.12\.25 on line 3 is day-first, but the mapping says dateFormat: M\.d\.yy/],
  ])('the dates %j cannot have the format %s', (texts, dateFormat, problem) => {
    expect(problemOf(texts, dateFormat)).toMatch(problem);
  });
});
