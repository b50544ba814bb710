import type { CriterionAttribute } from '../agreement/agreement.ts';
import type { LeadSnapshot } from '../lead/lead.ts';

/**
 * The distinct values of an attribute, latest signal first; undefined when the attribute is unknown. Intake always checks
 * for flags, so an empty list of flags is known.
 */
export function knownValues(lead: LeadSnapshot, attribute: CriterionAttribute): string[] | undefined {
  if (attribute === 'flags') return [...new Set(lead.flags)];
  if (attribute === 'signal') {
    const kinds = [...new Set(lead.signals.map(({ kind }) => kind).reverse())];
    return kinds.length === 0 ? undefined : kinds;
  }
  const value = lead[attribute];
  return value === undefined || value.trim() === '' ? undefined : [value];
}

/** Whether the list contains the value. A company domain in the list also covers its subdomains. */
export function isListed(value: string, list: readonly string[], attribute: CriterionAttribute): boolean {
  const plain = normalized(value);
  return list
    .map(normalized)
    .some((entry) => plain === entry || (attribute === 'companyDomain' && plain.endsWith(`.${entry}`)));
}

/** Forms and files spell the same value differently: `Job Seeker`, `job_seeker`, `job-seeker`. */
const normalized = (text: string): string =>
  text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[\s_-]+/g, '-');
