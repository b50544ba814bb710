import { csvOf } from './csv.ts';

describe('csvOf', () => {
  it('numbers are unchanged and null is empty', () => {
    expect(csvOf([{ a: -2, b: null, c: 'x,"y"' }], ['a', 'b', 'c'])).toBe('a,b,c\r\n-2,,"x,""y"""\r\n');
  });

  it('a table without rows has its header', () => expect(csvOf([], ['a', 'b'])).toBe('a,b\r\n'));

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
    'the text %j is escaped so that it is not a formula',
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
