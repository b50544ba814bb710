import type { IntakeFlag } from '@baton/domain';
import { domainOf } from './email.ts';
import { isDisposableDomain, isFreemailDomain, isStudentDomain } from './mail-domains.ts';

/** The flags that only intake can raise. `honeypot` is a hidden form field, which people leave empty and bots fill in. */
export function flagsOf(email: string | undefined, honeypot: string | undefined): IntakeFlag[] {
  const flags: IntakeFlag[] = [];
  if (honeypot !== undefined) flags.push('bot');
  if (email === undefined) return flags;
  const domain = domainOf(email);
  if (isDisposableDomain(domain)) flags.push('disposable-email');
  if (isFreemailDomain(domain)) flags.push('freemail');
  if (isStudentDomain(domain)) flags.push('student-email');
  return flags;
}
