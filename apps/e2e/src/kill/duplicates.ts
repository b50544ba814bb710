import { causeKey } from '@baton/domain';
import type { HandoffStep, RecordedStep } from '@baton/domain';

/** What an owner does once at most. */
const oncePerOwner: ReadonlySet<HandoffStep['type']> = new Set(['opened', 'accepted', 'declined']);
const oncePerHandoff: ReadonlySet<HandoffStep['type']> = new Set([
  'started',
  'transferred',
  'qualified',
  'returned',
  'unreachable',
  'ended',
]);

/** What stands twice in a record though it can have happened only once. */
export function duplicatesIn(record: readonly RecordedStep[]): string[] {
  const duplicates: string[] = [];
  const seen = new Set<string>();
  const once = (what: string): void => {
    if (seen.has(what)) duplicates.push(`${what} stands twice in the record`);
    seen.add(what);
  };
  let owner = 0;
  let cause = '';
  for (const { step, cause: why } of record) {
    // One cause, one commit: its steps stand together.
    if (causeKey(why) !== cause) once(`the cause ${(cause = causeKey(why))}`);
    if (step.type === 'assigned') owner += 1;
    if (oncePerHandoff.has(step.type)) once(step.type);
    if (oncePerOwner.has(step.type)) once(`${step.type} by owner ${owner}`);
    if (step.type === 'promise-broken') once(`the broken ${step.promise} of ${step.clock}, due ${step.dueAt}`);
    if (step.type === 'touched' && step.countedTouchNumber !== undefined) once(`touch ${step.countedTouchNumber}`);
  }
  return duplicates;
}
