import { causeKey } from '@baton/domain';
import type { HandoffStep, RecordedStep } from '@baton/domain';

/** Steps that each owner can cause at most once. */
const oncePerOwner: ReadonlySet<HandoffStep['type']> = new Set(['opened', 'accepted', 'declined']);
const oncePerHandoff: ReadonlySet<HandoffStep['type']> = new Set([
  'started',
  'transferred',
  'qualified',
  'returned',
  'unreachable',
  'ended',
]);

/** Steps and causes that are recorded twice although they can occur only once. */
export function duplicatesIn(record: readonly RecordedStep[]): string[] {
  const duplicates: string[] = [];
  const seen = new Set<string>();
  const once = (what: string): void => {
    if (seen.has(what)) duplicates.push(`${what} is recorded twice`);
    seen.add(what);
  };
  let owner = 0;
  let cause = '';
  for (const { step, cause: why } of record) {
    // All steps of a cause are in one commit, next to each other.
    if (causeKey(why) !== cause) once(`the cause ${(cause = causeKey(why))}`);
    if (step.type === 'assigned') owner += 1;
    if (oncePerHandoff.has(step.type)) once(step.type);
    if (oncePerOwner.has(step.type)) once(`${step.type} by owner ${owner}`);
    if (step.type === 'promise-broken') once(`the broken ${step.promise} of ${step.clock}, due ${step.dueAt}`);
    if (step.type === 'touched' && step.countedTouchNumber !== undefined) once(`touch ${step.countedTouchNumber}`);
  }
  return duplicates;
}
