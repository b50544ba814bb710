import { domainToASCII } from 'node:url';
import { getDomain } from 'tldts';
import { domainOf } from './email.ts';
import { isDisposableDomain, isFreemailDomain } from './mail-domains.ts';
import { isSharedHost } from './shared-hosts.ts';

/** Finds the registrable domain of a URL or host name, in ASCII: `https://www.shop.acme.co.uk/x` gives `acme.co.uk`. */
export function registrableDomain(text: string): string | undefined {
  return domainToASCII(getDomain(text.toLowerCase(), { detectIp: true }) ?? '') || undefined;
}

const isPublicMailDomain = (domain: string): boolean => isFreemailDomain(domain) || isDisposableDomain(domain);

/** Undefined for a domain where anyone can get a mailbox or a page. */
export function companyDomainFromUrl(address: string): string | undefined {
  const domain = registrableDomain(address);
  return domain === undefined || isPublicMailDomain(domain) || isSharedHost(domain) ? undefined : domain;
}

/** Undefined for a domain where anyone can get a mailbox. */
export function companyDomainFromEmail(email: string): string | undefined {
  const domain = domainOf(email);
  return isPublicMailDomain(domain) ? undefined : registrableDomain(domain);
}

/** Classifies a company by its number of employees: small up to 49, medium up to 999, enterprise from 1000. */
export function segmentOf(employees: number): 'small' | 'medium' | 'enterprise' {
  if (employees < 50) return 'small';
  return employees < 1000 ? 'medium' : 'enterprise';
}
