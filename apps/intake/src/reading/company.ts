import { getDomain } from 'tldts';
import { domainOf } from './email.ts';
import { isDisposable, isFreemail } from './mail-domains.ts';

/** The registrable domain in an address or host name: `https://www.shop.acme.co.uk/x` is `acme.co.uk`. */
export function registrableDomain(text: string): string | undefined {
  return getDomain(text.toLowerCase(), { detectIp: true }) ?? undefined;
}

/** A mail address tells the company, unless it is one that anybody can have. */
export function companyDomainOf(email: string): string | undefined {
  const domain = domainOf(email);
  return isFreemail(domain) || isDisposable(domain) ? undefined : registrableDomain(domain);
}

/** Size classes by employees: small 1–49, medium 50–999, enterprise from 1000. */
export function segmentOf(employees: number): 'small' | 'medium' | 'enterprise' {
  if (employees < 50) return 'small';
  return employees < 1000 ? 'medium' : 'enterprise';
}
