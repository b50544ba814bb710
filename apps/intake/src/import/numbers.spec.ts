import fc from 'fast-check';
import { DecimalEvidence, decimalMarks, possibleReadings, readNumber } from './numbers.ts';
import type { DecimalMark } from './numbers.ts';

const decided = (texts: string[], declared?: DecimalMark) => {
  const evidence = new DecimalEvidence();
  for (const [index, text] of texts.entries()) evidence.add(index + 2, text);
  return evidence.decide(declared);
};

describe('readNumber', () => {
  it.each([
    ['35000,0000', ',', 35_000],
    ['1 234,50', ',', 1234.5],
    ['1\u00A0234,50', ',', 1234.5],
    ['1\u202F234\u202F567,5', ',', 1_234_567.5],
    ['1.234,50', ',', 1234.5],
    ['1.000', ',', 1000],
    ['1.000', '.', 1],
    ["1'234.50", '.', 1234.5],
    ['1’234.50', '.', 1234.5],
    ['1,234,567', '.', 1_234_567],
    ['35000.0000', '.', 35_000],
    ['0.500', '.', 0.5],
    ['１２３４.５', '.', 1234.5],
    ['1\u200B234\u202C', '.', 1234],
    ['+12', '.', undefined],
    ['12,34', '.', undefined],
    ['1,23,456', '.', undefined],
    ["1 234'567", '.', undefined],
    ['1 2345', '.', undefined],
    ['', '.', undefined],
    ['1.2.3', '.', undefined],
    ['twelve', '.', undefined],
    ['1234,', ',', undefined],
  ] as const)('the text %j with the decimal mark %j is %p', (text, decimal, value) => {
    const read = readNumber(text, decimal);
    expect('value' in read ? read.value : undefined).toBe(value);
  });

  it.each([
    ['1 234,50 ₽', ',', 1234.5, 'RUB'],
    ['₽1 234', ',', 1234, 'RUB'],
    ['100 руб.', ',', 100, 'RUB'],
    ['€ 1.234,50', ',', 1234.5, 'EUR'],
    ['1,234.50 EUR', '.', 1234.5, 'EUR'],
    ['usd 12', '.', 12, 'USD'],
    ['R$ 1.000,00', ',', 1000, 'BRL'],
  ] as const)('the text %j has an amount and a currency', (text, decimal, value, currency) => {
    expect(readNumber(text, decimal)).toEqual({ value, currency });
  });

  it('a dollar sign belongs to several currencies', () => {
    expect(readNumber('$1,234.50', '.')).toMatchObject({
      value: 1234.5,
      anyOf: expect.arrayContaining(['USD', 'CAD']),
    });
  });

  it.each([
    ['15%', /percentage/],
    ['-5', /negative/],
    ['−5', /negative/],
    ['(500)', /negative/],
    ['500-', /negative/],
    ['-5 ₽', /negative/],
    ['$-5', /negative/],
    ['1.5E+05', /scientific/],
    ['12345678901234567', /15 digits/],
    ['₿5', /unknown currency sign ₿/],
  ])('the text %j is refused with its reason', (text, reason) => {
    expect(readNumber(text, '.')).toEqual({ problem: expect.stringMatching(reason) });
  });

  it('a number that any of these locales writes is read back exactly, and its file never gets another value', () => {
    const locales = [
      ['ru-RU', ','],
      ['de-DE', ','],
      ['fr-FR', ','],
      ['pt-BR', ','],
      ['en-US', '.'],
      ['de-CH', '.'],
      ['ja-JP', '.'],
    ] as const;
    const amounts = fc.array(fc.integer({ min: 0, max: 99_999_999_999 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        amounts,
        fc.constantFrom(...locales),
        fc.integer({ min: 0, max: 3 }),
        (all, [locale, mark], digits) => {
          const format = new Intl.NumberFormat(locale, {
            minimumFractionDigits: digits,
            maximumFractionDigits: digits,
          });
          const values = all.map((whole) => whole / 10 ** digits);
          const texts = values.map((value) => format.format(value));
          expect(texts.map((text) => readNumber(text, mark))).toEqual(values.map((value) => ({ value })));
          const decision = decided(texts);
          // Either the file proves its mark, or all of its numbers are the same with both, or it is not read at all.
          if ('problem' in decision) return;
          expect(texts.map((text) => readNumber(text, decision.decimal))).toEqual(values.map((value) => ({ value })));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('any text gives either a finite amount of at least 0 or a problem', () => {
    const texts = fc.oneof(fc.string(), fc.stringMatching(/^[-+(]?[\d., '%€$e]{0,12}$/));
    fc.assert(
      fc.property(texts, fc.constantFrom(...decimalMarks), (text, mark) => {
        const read = readNumber(text, mark);
        expect('problem' in read || (Number.isFinite(read.value) && read.value >= 0)).toBe(true);
      }),
    );
  });
});

describe('possibleReadings', () => {
  it('a number that differs by its decimal mark has both readings', () => {
    expect([...possibleReadings('1.000')]).toEqual([
      [',', 1000],
      ['.', 1],
    ]);
  });
});

describe('DecimalEvidence', () => {
  it.each([
    [['1.000', '1.234,50'], ','],
    [['35000,0000'], ','],
    [['1,000', '1,000.5'], '.'],
    [['1,234,567'], '.'],
    [['0.125', '1.000'], '.'],
    [['1000', '20'], '.'],
  ] as const)('the file with %j proves its decimal mark', (texts, decimal) => {
    expect(decided([...texts])).toEqual({ decimal });
  });

  it('a file that proves nothing is refused with its examples and both readings', () => {
    expect(decided(['5', '1.000', '2.500'])).toEqual({
      problem:
        "1.000 on line 3, 2.500 on line 4 can be read in two ways, and no other number of the file shows which: 1.000 is 1000 with a decimal comma and 1 with a decimal point. Write decimal: ',' or decimal: '.' into the mapping.",
    });
    expect(decided(['5', '1.000'], ',')).toEqual({ decimal: ',' });
  });

  it('a file with both marks is refused, until the mapping decides', () => {
    expect(decided(['1,50', '1.50'])).toEqual({ problem: expect.stringMatching(/1,50 on line 2.*1\.50 on line 3/) });
    expect(decided(['1,50', '1.50'], '.')).toEqual({ decimal: '.' });
  });

  it('a mapping that contradicts all numbers of the file is refused', () => {
    expect(decided(['1.234,50'], '.')).toEqual({
      problem: "The mapping says decimal: '.', but 1.234,50 on line 2 has another decimal mark.",
    });
  });
});
