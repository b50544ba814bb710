import fc from 'fast-check';
import { extensionOf, isOtherPerson, namesAgree, numberOf, phoneWithExtension } from './same-person.ts';

describe('namesAgree', () => {
  it.each([
    ['Anna', 'Anna Petrova'],
    ['Petrova Anna', 'Anna Petrova'],
    ['А. Петрова', 'Анна Петрова'],
    ['СЕМЁН', 'Семен Орлов'],
    ['Jose\u0301', 'José Martínez'],
    ['А. Абрамов', 'Абрамов Антон'],
    ['Anna\u200B', 'anna'],
    ['Anna', undefined],
  ])('the names %j and %j agree', (a, b) => {
    expect([namesAgree(a, b), namesAgree(b, a)]).toEqual([true, true]);
  });

  it.each([
    ['Ivan Petrov', 'Anna Petrova'],
    ['Ivan Petrov', 'Pyotr Petrov'],
    ['Ivan', 'Ivanna'],
    ['Анна Петрова', 'Anna Petrova'],
  ])('the names %j and %j differ', (a, b) => {
    expect([namesAgree(a, b), namesAgree(b, a)]).toEqual([false, false]);
  });

  it('every name agrees with itself, and the order of the two names does not matter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(namesAgree(a, a)).toBe(true);
        expect(namesAgree(a, b)).toBe(namesAgree(b, a));
      }),
    );
  });
});

describe('isOtherPerson', () => {
  const phone = '+74951234567';
  const known = { name: 'Anna Petrova', phones: [phone], emails: ['anna@acme.com'] };

  // The same table is in docs/intake.md.
  it.each([
    ['phone', { name: 'Anna', phone }, 'the same name', false],
    ['phone', { name: 'Anna', phone, email: 'other@acme.com' }, 'the same name and another e-mail address', false],
    ['phone', { phone, email: 'other@acme.com' }, 'no name and another e-mail address', false],
    ['phone', { name: 'Ivan', phone }, 'another name and no e-mail address', false],
    ['phone', { name: 'Ivan', phone, email: 'ANNA@acme.com' }, 'another name and the same e-mail address', false],
    ['phone', { name: 'Ivan', phone, email: 'ivan@acme.com' }, 'another name and another e-mail address', true],
    ['email', { name: 'Ivan', email: 'anna@acme.com' }, 'another name and no phone', false],
    [
      'email',
      { name: 'Anna', email: 'anna@acme.com', phone: '+74950000000' },
      'the same name and another phone',
      false,
    ],
    [
      'email',
      { name: 'Ivan', email: 'anna@acme.com', phone: `${phone};ext=5` },
      'another name and an extension',
      false,
    ],
    ['email', { name: 'Ivan', email: 'anna@acme.com', phone: '+74950000000' }, 'another name and another phone', false],
  ] as const)('a submission with the same %s as a lead (%j), with %s: another person is %s', (...parameters) => {
    const [shared, given, , expected] = parameters;
    expect(isOtherPerson(given, known, shared)).toBe(expected);
  });

  it('a mailbox that a company shares is not one person with another name and another phone', () => {
    const office = { ...known, emails: ['info@acme.com'] };
    const given = { name: 'Ivan', email: 'Info@acme.com' };
    expect(isOtherPerson({ ...given, phone: '+74950000000' }, office, 'email')).toBe(true);
    expect(isOtherPerson(given, office, 'email')).toBe(false);
    expect(isOtherPerson({ ...given, name: 'Anna', phone: '+74950000000' }, office, 'email')).toBe(false);
  });

  it('a lead without an e-mail address is the same person as any submission with its phone', () => {
    const given = { name: 'Ivan', phone, email: 'ivan@acme.com' };
    expect(isOtherPerson(given, { ...known, emails: [] }, 'phone')).toBe(false);
  });

  it('two extensions of one number are two phones', () => {
    const [first, second] = [phoneWithExtension(phone, '101'), phoneWithExtension(phone, '202')];
    const given = { name: 'Ivan', phone: second, email: 'office@acme.com' };
    const lead = { name: 'Anna', phones: [first], emails: ['office@acme.com'] };
    expect(isOtherPerson(given, lead, 'email')).toBe(true);
  });
});

describe('phoneWithExtension', () => {
  it('number and extension can be read back', () => {
    const phone = phoneWithExtension('+74951234567', '007');
    expect([phone, numberOf(phone), extensionOf(phone)]).toEqual(['+74951234567;ext=007', '+74951234567', '007']);
    expect(extensionOf('+74951234567')).toBeUndefined();
  });
});
