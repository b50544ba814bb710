import { csvOf } from './csv.ts';

describe('a table as CSV', () => {
  it('has a header, numbers as they are, and nothing where nothing is known', () => {
    expect(csvOf([{ a: -2, b: null, c: 'x,"y"' }], ['a', 'b', 'c'])).toBe('a,b,c\r\n-2,,"x,""y"""\r\n');
  });

  it('keeps its header without rows', () => expect(csvOf([], ['a', 'b'])).toBe('a,b\r\n'));

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
    'does not hand %j to a spreadsheet as a formula',
    (text) => {
      expect(
        csvOf([{ a: text }], ['a'])
          .split('\r\n')
          .slice(1)
          .join('\r\n'),
      ).toMatch(/^"?'/);
    },
  );
});
