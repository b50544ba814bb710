import { cleanCode } from '@baton/domain';
import { domainToASCII } from 'node:url';
import { getDomain } from 'tldts';
import { domainOf } from './email.ts';
import { isDisposableDomain, isFreemailDomain } from './mail-domains.ts';
import { readLatinParts, replacedRemark, unclearProblem } from './look-alikes.ts';
import type { Reading } from './reading.ts';
import { isSharedHost } from './shared-hosts.ts';

/** Finds the registrable domain of a URL or host name, in ASCII: `https://www.shop.acme.co.uk/x` gives `acme.co.uk`. */
export function registrableDomain(text: string): string | undefined {
  return domainToASCII(getDomain(text.toLowerCase(), { detectIp: true }) ?? '') || undefined;
}

/** Reads a web address or domain as its registrable domain, with look-alikes among Latin letters read as Latin. */
export function readDomain(text: string): Reading {
  const labels = (getDomain(cleanCode(text).toLowerCase(), { detectIp: true }) ?? '').split('.');
  const { parts, replaced, unclear } = readLatinParts(labels, labels.at(-1) ?? '');
  if (unclear) return { problem: unclearProblem(text, unclear) };
  const value = registrableDomain(parts.join('.'));
  if (value === undefined) return { problem: 'is not a domain; write it as company.com' };
  return replaced === undefined ? { value } : { value, remark: replacedRemark(text, replaced) };
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
