import fc from 'fast-check';
import { companyDomainFromUrl, companyDomainFromEmail, registrableDomain, segmentOf } from './company.ts';
import { normaliseEmail } from './email.ts';
import { flagsOf } from './flags.ts';
import { normalisePhone } from './phone.ts';

describe('A phone number', () => {
  it.each([
    ['8 (912) 345-67-89', 'RU', '+79123456789'],
    ['+7 912 345 67 89', 'DE', '+79123456789'],
    ['0912 3456789', 'DE', '+499123456789'],
    ['(020) 7946 0018', 'GB', '+442079460018'],
    ['12', 'RU', undefined],
    ['call me', 'RU', undefined],
    ['', 'RU', undefined],
  ])('written %j in %s is %j', (text, country, expected) => {
    expect(normalisePhone(text, country)).toBe(expected);
  });

  it('once normal stays what it is', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\+?[0-9 ()-]{5,20}$/),
        fc.constantFrom('RU', 'DE', 'US', 'BR'),
        (text, country) => {
          const once = normalisePhone(text, country);
          expect(once === undefined || normalisePhone(once, 'FR') === once).toBe(true);
        },
      ),
    );
  });
});

describe('An e-mail address', () => {
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
  ])('written %j is %j', (text, expected) => {
    expect(normaliseEmail(text)).toBe(expected);
  });

  it('once normal stays what it is, and any text is borne', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.emailAddress()), (text) => {
        const once = normaliseEmail(text);
        expect(once === undefined || normaliseEmail(once) === once).toBe(true);
      }),
    );
  });
});

describe('A company', () => {
  it('is told by its registrable domain', () => {
    expect(registrableDomain('https://www.shop.acme.co.uk/about?x=1')).toBe('acme.co.uk');
    expect(registrableDomain('WWW.Acme.com')).toBe('acme.com');
    expect(registrableDomain('10.0.0.1')).toBeUndefined();
    expect(registrableDomain('co.uk')).toBeUndefined();
  });

  it('is told by a mail address, unless anybody can have such a one', () => {
    expect(companyDomainFromEmail('ann@mail.acme.com')).toBe('acme.com');
    expect(companyDomainFromEmail('ann@gmail.com')).toBeUndefined();
    expect(companyDomainFromEmail('ann@yopmail.com')).toBeUndefined();
  });

  it('is told alike in letters of any alphabet, by its web address and by its mail', () => {
    const ascii = 'xn--e1afmkfd.xn--p1ai';
    expect(registrableDomain('https://www.Пример.рф/о-нас')).toBe(ascii);
    expect(registrableDomain(ascii)).toBe(ascii);
    expect(companyDomainFromEmail(normaliseEmail('анна@пример.рф')!)).toBe(ascii);
  });

  it.each(['gmail.com', 'https://yopmail.com', 'https://vk.com/pekarnya', 't.me/pekarnya', 'www.instagram.com/x'])(
    'is not told by %s, where anybody can have a mailbox or a page',
    (address) => {
      expect(companyDomainFromUrl(address)).toBeUndefined();
      expect(companyDomainFromUrl('https://pekarnya.ru/vk.com')).toBe('pekarnya.ru');
    },
  );

  it.each([
    [1, 'small'],
    [49, 'small'],
    [50, 'medium'],
    [999, 'medium'],
    [1000, 'enterprise'],
  ])('of %d employees is %s', (employees, segment) => {
    expect(segmentOf(employees)).toBe(segment);
  });
});

describe('flagsOf', () => {
  it.each([
    ['ann@gmail.com', undefined, ['freemail']],
    ['ann@mailinator.com', undefined, ['disposable-email']],
    ['ann@sub.mailinator.com', undefined, ['disposable-email']],
    ['ann@mit.edu', undefined, ['student-email']],
    ['ann@cs.ox.ac.uk', undefined, ['student-email']],
    ['ann@stud.uni-goettingen.de', undefined, ['student-email']],
    ['ann@education.com', undefined, []],
    [undefined, 'https://spam.example', ['bot']],
  ])('A lead with the address %j and the trap %j is flagged %j', (email, trap, flags) => {
    expect(flagsOf(email, trap)).toEqual(flags);
  });
});
