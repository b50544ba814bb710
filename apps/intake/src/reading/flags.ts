import type { IntakeFlag } from '@baton/domain';
import { domainOf } from './email.ts';
import { isDisposable, isFreemail, isStudent } from './mail-domains.ts';

/** Red flags that only intake can see. `trap` is the field that people leave empty and bots fill. */
export function flagsOf(email: string | undefined, trap: string | undefined): IntakeFlag[] {
  const flags: IntakeFlag[] = [];
  if (trap !== undefined) flags.push('bot');
  if (email === undefined) return flags;
  const domain = domainOf(email);
  if (isDisposable(domain)) flags.push('disposable-email');
  if (isFreemail(domain)) flags.push('freemail');
  if (isStudent(domain)) flags.push('student-email');
  return flags;
}
