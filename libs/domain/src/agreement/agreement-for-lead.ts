import { unmetConditionOf } from '../routing/rules.ts';
import type { RoutableLead } from '../routing/rules.ts';
import type { Agreement, PromiseName, PromiseRule, Promises } from './agreement.ts';

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

/** The promises with what the rule changes. */
export function promisesUnder(promises: Promises, rule: PromiseRule): Promises {
  const changed = (Object.keys(rule.promises) as PromiseName[]).map((name) => [
    name,
    { ...promises[name], ...rule.promises[name] },
  ]);
  return { ...promises, ...(Object.fromEntries(changed) as Partial<Promises>) };
}
