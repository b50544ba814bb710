import fc from 'fast-check';
import { cleanCode, cleanLine, locateCharacter, withAsciiDigits } from './clean-text.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 30 });
const invisible = fc.constantFrom(
  ...'\u202D\u202C\u200E\u200F\u200B\u200C\u200D\u2060\uFEFF\u00AD\u034F\u061C\u3164\u2066\u2069\uFE0F\u180E\uFFFC\0',
);

describe('cleanLine', () => {
  it.each([
    ['\u202AAnn\u202C Lee\u200B', 'Ann Lee'],
    ['Ann\u00A0\u202FLee', 'Ann Lee'],
    ['Ann\tLee\r\n', 'Ann Lee'],
    ['Ann\u2800', 'Ann'],
    ['\u3164\u200B\u2800', ''],
    ['An\u00ADna', 'Anna'],
    ['Jose\u0301', 'José'],
  ])('the line %j becomes %j', (text, expected) => {
    expect(cleanLine(text)).toBe(expected);
  });

  it.each([
    ['a Persian name with a zero-width non-joiner', 'علی‌رضا'],
    ['a Hindi name with a joiner', 'क्‍ष'],
    ['a family emoji', '👩‍👧'],
    ['a heart in color', '❤️'],
    ['a Japanese name with a variant character', '葛󠄀城'],
  ])('%s stays as written', (_, text) => {
    expect(cleanLine(text)).toBe(text);
  });

  it('a joiner between Latin letters goes', () => {
    expect(cleanLine('A\u200Cn\u200Dn')).toBe('Ann');
  });

  it('cleaning any text a second time changes nothing', () => {
    const withInvisible = fc.array(
      fc.oneof(anyText, invisible, fc.constantFrom('ا', 'क', '्', '葛', '👩', 'e', '\u0301')),
    );
    fc.assert(
      fc.property(withInvisible, (parts) => {
        const once = cleanLine(parts.join(''));
        expect(cleanLine(once)).toBe(once);
      }),
    );
  });

  it('invisible characters anywhere in a Latin name do not change the result', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom('A', 'n', ' ', 'é', 'ж'), invisible)), (parts) => {
        const visible = parts.filter((part) => /[Anéж ]/u.test(part)).join('');
        expect(cleanLine(parts.join(''))).toBe(cleanLine(visible));
      }),
    );
  });
});

describe('cleanCode', () => {
  it.each([
    ['ａｎｎ＠ａｃｍｅ．ｃｏｍ', 'ann@acme.com'],
    ['ann﹫acme﹒com', 'ann@acme.com'],
    ['\u202D+7 999\u202C', '+7 999'],
    ['ا\u200Cا', 'اا'],
  ])('the code %j becomes %j', (text, expected) => {
    expect(cleanCode(text)).toBe(expected);
  });

  it('cleaning any code a second time changes nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyText, invisible)), (parts) => {
        const once = cleanCode(parts.join(''));
        expect(cleanCode(once)).toBe(once);
      }),
    );
  });
});

describe('withAsciiDigits', () => {
  it.each(['０１２３４５６７８９', '٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹', '०१२३४५६७८९', '𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡'])(
    'the digits %s become 0123456789',
    (digits) => {
      expect(withAsciiDigits(digits)).toBe('0123456789');
    },
  );
});

describe('locateCharacter', () => {
  it('a character is named by its code point and its position, counted in characters', () => {
    expect(locateCharacter('👩аnn', 'а')).toBe('U+0430 at position 2');
  });
});
