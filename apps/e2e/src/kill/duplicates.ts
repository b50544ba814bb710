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
  let ownerNumber = 0;
  let previousCause = '';
  for (const { step, cause } of record) {
    // All steps of a cause are committed together, so a cause that comes back later is a duplicate.
    if (causeKey(cause) !== previousCause) once(`the cause ${(previousCause = causeKey(cause))}`);
    if (step.type === 'assigned') ownerNumber += 1;
    if (oncePerHandoff.has(step.type)) once(step.type);
    if (oncePerOwner.has(step.type)) once(`${step.type} by owner ${ownerNumber}`);
    if (step.type === 'promise-broken') once(`the broken ${step.promise} of ${step.clock}, due ${step.dueAt}`);
    if (step.type === 'touched' && step.countedTouchNumber !== undefined) once(`touch ${step.countedTouchNumber}`);
  }
  return duplicates;
}
