import { companyDomainFromUrl, companyDomainFromEmail, registrableDomain, segmentOf } from './company.ts';
import { normaliseEmail } from './email.ts';

describe('registrableDomain', () => {
  it('the registrable domain of a URL or host name omits subdomains and the path', () => {
    expect(registrableDomain('https://www.shop.acme.co.uk/about?x=1')).toBe('acme.co.uk');
    expect(registrableDomain('WWW.Acme.com')).toBe('acme.com');
  });

  it('an IP address and a public suffix have no registrable domain', () => {
    expect(registrableDomain('10.0.0.1')).toBeUndefined();
    expect(registrableDomain('co.uk')).toBeUndefined();
  });

  it('a domain in any alphabet becomes the same ASCII domain, from a URL and from an e-mail address', () => {
    const ascii = 'xn--e1afmkfd.xn--p1ai';
    expect(registrableDomain('https://www.Пример.рф/о-нас')).toBe(ascii);
    expect(registrableDomain(ascii)).toBe(ascii);
    expect(companyDomainFromEmail(normaliseEmail('анна@пример.рф')!)).toBe(ascii);
  });
});

describe('companyDomainFromEmail', () => {
  it('an e-mail address shows the company domain, unless anyone can get an address there', () => {
    expect(companyDomainFromEmail('ann@mail.acme.com')).toBe('acme.com');
    expect(companyDomainFromEmail('ann@gmail.com')).toBeUndefined();
    expect(companyDomainFromEmail('ann@yopmail.com')).toBeUndefined();
  });
});

describe('companyDomainFromUrl', () => {
  it.each(['gmail.com', 'https://yopmail.com', 'https://vk.com/pekarnya', 't.me/pekarnya', 'www.instagram.com/x'])(
    'the URL %s shows no company domain, because anyone can get a mailbox or a page there',
    (url) => {
      expect(companyDomainFromUrl(url)).toBeUndefined();
    },
  );

  it('a shared host in the path of a URL does not hide the company domain', () => {
    expect(companyDomainFromUrl('https://pekarnya.ru/vk.com')).toBe('pekarnya.ru');
  });
});

describe('segmentOf', () => {
  it.each([
    [1, 'small'],
    [49, 'small'],
    [50, 'medium'],
    [999, 'medium'],
    [1000, 'enterprise'],
  ])('a company with %d employees is %s', (employees, segment) => {
    expect(segmentOf(employees)).toBe(segment);
  });
});
