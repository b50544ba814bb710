import fc from 'fast-check';
import { normalisePhone, readPhone } from './phone.ts';

const problemOf = (text: string, country?: string): string => {
  const reading = readPhone(text, country);
  return 'problem' in reading ? reading.problem : 'read';
};

describe('normalisePhone', () => {
  it.each([
    ['8 (912) 345-67-89', 'RU', '+79123456789'],
    ['+7 912 345 67 89', 'DE', '+79123456789'],
    ['0912 3456789', 'DE', '+499123456789'],
    ['(020) 7946 0018', 'GB', '+442079460018'],
    ['tel:+7-912-345-67-89', 'DE', '+79123456789'],
    ['+7 912 345‑67–89', 'RU', '+79123456789'],
    ['12', 'RU', undefined],
    ['call me', 'RU', undefined],
    ['', 'RU', undefined],
    ['+7 495 123-45-67, +7 495 765-43-21', 'RU', undefined],
    ['+7 495 123-45-67, 84957654321', 'RU', undefined],
  ])('the phone %j in %s becomes %j', (text, country, expected) => {
    expect(normalisePhone(text, country)).toBe(expected);
  });

  it.each([
    '+7 495 123-45-67 доб. 101',
    '+7 495 123-45-67 доб.101',
    '+7 495 123-45-67 (доб. 101)',
    '+7 495 123-45-67, добавочный 101',
    '+7 495 123-45-67 добавочный номер 101',
    '+7 495 123-45-67 вн. 101',
    '+7 495 123-45-67 вн 101',
    '+7 495 123-45-67 внутр. 101',
    '+7 495 123-45-67 (внутренний: 101)',
    '+7 495 123-45-67 ext 101',
    '+7 495 123-45-67 Ext. 101',
    '+7 495 123-45-67 extension 101',
    '+74951234567x101',
    '+74951234567х101',
    '+7 495 123-45-67 #101',
    '+7 495 123-45-67#101#',
    '+7 495 123-45-67,101',
    '+74951234567,,101',
    '+74951234567;101',
    '+74951234567;ext=101',
    'tel:+7-495-123-45-67;ext=101',
    '+74951234567p101',
    '+74951234567 № 101',
    '8 (495) 123-45-67 доб. 101',
    '+７ ４９５ １２３ ４５ ６７ доб. １０１',
    '+7 495 123-45-67 доб.\u00A0\u202D101\u202C',
  ])('the phone %j keeps its extension', (text) => {
    expect(normalisePhone(text, 'RU')).toBe('+74951234567;ext=101');
  });

  it.each([
    '\u202D+7 912 345-67-89\u202C',
    '\u200E+7\u200B912\u00AD345\u2060 67\uFEFF89',
    '+7\u00A0912\u202F345\u200767\u300089',
    '+７（９１２）３４５－６７－８９',
    '+٧٩١٢٣٤٥٦٧٨٩',
    '+۷۹۱۲۳۴۵۶۷۸۹',
  ])('the phone %j is read without what nobody sees', (text) => {
    expect(normalisePhone(text, 'RU')).toBe('+79123456789');
  });

  it('a normalised phone does not change when it is normalised again', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\+?[0-9 ()-]{5,20}( ?(доб\.|x|,|;ext=|#) ?[0-9]{1,5})?$/),
        fc.constantFrom('RU', 'DE', 'US', 'BR'),
        (text, country) => {
          const once = normalisePhone(text, country);
          expect(once === undefined || normalisePhone(once, 'FR') === once).toBe(true);
        },
      ),
    );
  });

  it('two numbers or two extensions never become the same phone', () => {
    const number = fc.stringMatching(/^[1-9][0-9]{6}$/).map((digits) => `+7495${digits}`);
    const extension = fc.option(fc.stringMatching(/^[0-9]{1,6}$/), { nil: undefined });
    const notation = fc.constantFrom(' доб. ', ' вн. ', ' ext ', 'x', '#', ',', ';ext=', 'p');
    const phone = fc.record({ number, extension, notation });
    fc.assert(
      fc.property(phone, phone, (a, b) => {
        const [first, second] = [a, b].map((each) =>
          normalisePhone(each.number + (each.extension === undefined ? '' : each.notation + each.extension), 'RU'),
        );
        expect(first === second).toBe(a.number === b.number && a.extension === b.extension);
      }),
    );
  });

  it('any text can be read', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readPhone(text, undefined)));
  });
});

describe('readPhone', () => {
  it('a foreign character is named by its code point and position', () => {
    expect(problemOf('+7 912 345-67-8О', 'RU')).toContain('U+041E at position 16');
    expect(problemOf('\u200B+7 912 ☎ 345', 'RU')).toContain('U+260E at position 9');
  });

  it('a national number without a known country is not guessed', () => {
    expect(problemOf('0171 1234567')).toContain('unknown country');
    expect(readPhone('+49 171 1234567', undefined)).toEqual({ value: '+491711234567' });
  });

  it('a problem never quotes the text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), (text) => {
        expect(problemOf(text, 'RU')).not.toContain(text);
      }),
    );
  });
});
