import type { CriterionAttribute } from '../agreement/agreement.ts';
import type { LeadSnapshot } from '../lead/lead.ts';

/**
 * What is known of an attribute, without repetitions, the latest signal first; undefined when nothing is.
 * Intake always looks for its flags, so an empty list of them is knowledge: none was seen.
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

/** Whether a list names the value; a list of companies names their subdomains too. */
export function isListed(value: string, list: readonly string[], attribute: CriterionAttribute): boolean {
  const plain = normalized(value);
  return list
    .map(normalized)
    .some((entry) => plain === entry || (attribute === 'companyDomain' && plain.endsWith(`.${entry}`)));
}

/** Forms and files spell one thing in several ways: `Job Seeker`, `job_seeker`, `job-seeker`. */
const normalized = (text: string): string =>
  text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[\s_-]+/g, '-');
