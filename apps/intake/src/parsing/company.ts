import { domainToASCII } from 'node:url';
import { getDomain } from 'tldts';
import { domainOf } from './email.ts';
import { isDisposableDomain, isFreemailDomain } from './mail-domains.ts';
import { isSharedHost } from './shared-hosts.ts';

/**
 * The registrable domain in an address or host name, in ASCII as mail addresses have it:
 * `https://www.shop.acme.co.uk/x` is `acme.co.uk`.
 */
export function registrableDomain(text: string): string | undefined {
  return domainToASCII(getDomain(text.toLowerCase(), { detectIp: true }) ?? '') || undefined;
}

const isPublicMailDomain = (domain: string): boolean => isFreemailDomain(domain) || isDisposableDomain(domain);

/** The domain of a company in an address; undefined where anybody can have a mailbox or a page. */
export function companyDomainFromUrl(address: string): string | undefined {
  const domain = registrableDomain(address);
  return domain === undefined || isPublicMailDomain(domain) || isSharedHost(domain) ? undefined : domain;
}

/** A mail address tells the company, unless it is one that anybody can have. */
export function companyDomainFromEmail(email: string): string | undefined {
  const domain = domainOf(email);
  return isPublicMailDomain(domain) ? undefined : registrableDomain(domain);
}

/** Size classes by employees: small 1–49, medium 50–999, enterprise from 1000. */
export function segmentOf(employees: number): 'small' | 'medium' | 'enterprise' {
  if (employees < 50) return 'small';
  return employees < 1000 ? 'medium' : 'enterprise';
}
