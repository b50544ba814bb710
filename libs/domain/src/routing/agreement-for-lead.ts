import type { Agreement, PromiseRule } from '../agreement/agreement.ts';
import { promisesUnder } from '../agreement/promises-under.ts';
import { unmetConditionOf } from './rules.ts';
import type { RoutableLead } from './rules.ts';

/** One object for each rule of an agreement, because calendars and working times are cached by it. */
const cache = new WeakMap<Agreement, Map<PromiseRule, Agreement>>();

/** The agreement as it applies to one lead: with the promises that the first matching rule changes. */
export function agreementForLead(agreement: Agreement, lead: RoutableLead): Agreement {
  const rule = agreement.promiseRules.find(
    ({ when }) => unmetConditionOf(when, lead.snapshot, lead.score) === undefined,
  );
  if (!rule) return agreement;
  const byRule = cache.get(agreement) ?? new Map<PromiseRule, Agreement>();
  cache.set(agreement, byRule);
  const known = byRule.get(rule) ?? { ...agreement, promises: promisesUnder(agreement.promises, rule) };
  byRule.set(rule, known);
  return known;
}
