import type { PromiseName, PromiseRule, Promises } from './agreement.ts';

/** The promises with what the rule changes. */
export function promisesUnder(promises: Promises, rule: PromiseRule): Promises {
  const changed = (Object.keys(rule.promises) as PromiseName[]).map((name) => [
    name,
    { ...promises[name], ...rule.promises[name] },
  ]);
  return { ...promises, ...(Object.fromEntries(changed) as Partial<Promises>) };
}
