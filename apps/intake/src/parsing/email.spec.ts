import fc from 'fast-check';
import { normaliseEmail, readEmail } from './email.ts';

const problemOf = (text: string): string => {
  const reading = readEmail(text);
  return 'problem' in reading ? reading.problem : 'read';
};

const letter = fc.constantFrom(...'aneoАаеосрЖжο\u200B\u0301ａ＠@..-1');
const addressLike = fc.tuple(fc.array(letter), fc.array(letter)).map(([a, b]) => `${a.join('')}@${b.join('')}.com`);

describe('normaliseEmail', () => {
  it.each([
    [' Ann.Lee@ACME.com ', 'Ann.Lee@acme.com'],
    ['ann@bücher.example', 'ann@xn--bcher-kva.example'],
    ['ann+tag@mail.acme.co.uk', 'ann+tag@mail.acme.co.uk'],
    ['ann', undefined],
    ['ann@acme', undefined],
    ['@acme.com', undefined],
    ['a b@acme.com', undefined],
    ['ann@acme..com', undefined],
    ['ann..lee@acme.com', undefined],
    ['ann@acme.com, bob@acme.com', undefined],
    ['ann@[127.0.0.1]', undefined],
  ])('the e-mail address %j becomes %j', (text, expected) => {
    expect(normaliseEmail(text)).toBe(expected);
  });

  it.each([
    ['\u202Dann@acme.com\u202C', 'ann@acme.com'],
    ['an\u00ADn\u200B@ac\u2060me.com\uFEFF', 'ann@acme.com'],
    ['ａｎｎ＠ａｃｍｅ．ｃｏｍ', 'ann@acme.com'],
    ['ann﹫acme.com', 'ann@acme.com'],
    ['ann@acme。com', 'ann@acme.com'],
    ['\u00A0ann@acme.com\u3000', 'ann@acme.com'],
    ['jose\u0301@acme.com', 'josé@acme.com'],
    ['①@acme.com', '①@acme.com'],
  ])('the e-mail address %j is read as %j', (text, expected) => {
    expect(readEmail(text)).toEqual({ value: expected });
  });

  it.each([
    ['аnn@acme.com', 'ann@acme.com', 'U+0430 at position 1'],
    ['ann.lее@acme.com', 'ann.lee@acme.com', 'U+0435 at position 6'],
    ['ann@асme.com', 'ann@acme.com', 'U+0430 at position 5'],
    ['ann@acme.cоm', 'ann@acme.com', 'U+043E at position 11'],
    ['АNN@acme.com', 'ANN@acme.com', 'U+0410 at position 1'],
    ['\u200Bаnn@acme.com', 'ann@acme.com', 'U+0430 at position 2'],
    ['annοlee@acme.com', 'annolee@acme.com', 'U+03BF at position 4'],
  ])('a look-alike among Latin letters is read as Latin and named: %j', (text, expected, character) => {
    expect(readEmail(text)).toEqual({ value: expected, remark: expect.stringContaining(character) as string });
  });

  it.each([
    ['сора@acme.com', 'U+0441 at position 1'],
    ['ivan.сор@acme.com', 'U+0441 at position 6'],
    ['АННА@ACME.COM', 'U+0410 at position 1'],
    ['ann@сосо.com', 'U+0441 at position 5'],
    ['ann@mail.ру', 'U+0440 at position 10'],
    ['annжlee@acme.com', 'U+0436 at position 4'],
    ['ann@acmeя.com', 'U+044F at position 9'],
    ['ann\u2022@acme.com;', 'U+2022 at position 4'],
  ])('a character that could mean anything is named, and the address is not read: %j', (text, character) => {
    expect(problemOf(text)).toContain(character);
  });

  it.each(['анна@пример.рф', 'сова@сосо.рф', 'анна@acme.com', 'ann@пример.com'])(
    'an address that is written in another alphabet on purpose is read: %s',
    (text) => {
      expect(readEmail(text)).toEqual({ value: expect.any(String) as string });
    },
  );

  it('two ASCII addresses become the same only if they differ in the case of the domain', () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.emailAddress(), (a, b) => {
        const [first, second] = [normaliseEmail(a), normaliseEmail(b)];
        const withLowerCaseDomain = (email: string) => email.replace(/@.*/, (domain) => domain.toLowerCase());
        expect(first !== undefined && first === second).toBe(
          first !== undefined && withLowerCaseDomain(a) === withLowerCaseDomain(b),
        );
      }),
    );
  });

  it('any text can be normalised, and a normalised address does not change when it is normalised again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.emailAddress(), addressLike), (text) => {
        const once = normaliseEmail(text);
        expect(once === undefined || normaliseEmail(once) === once).toBe(true);
      }),
    );
  });
});
