import type { TimeCounter } from './time-counter.ts';
import type { HandoffFacts } from './handoff-facts.ts';
import { lostAfterMilliseconds, resolvedMark } from './lost-causes.ts';
import type { TimedCause } from './lost-causes.ts';

type Marks = Pick<HandoffFacts, 'marks' | 'finalMarks'>;

/** Limits of contact that run from something that happened with the lead. */
const contactCauses = ['uncontacted', 'no-activity', 'overturned-uncontacted'] as const satisfies TimedCause[];

/**
 * The marks after something happened at `at`: what was overstepped before is kept for ever, and every other limit runs
 * from where it begins now. A limit that lies back, since a touch was taken back, is overstepped from now on only: the
 * record did not say so before.
 */
export function updateLimits(facts: HandoffFacts, at: string, counting: TimeCounter): Marks {
  const starts = limitStarts(facts);
  return contactCauses.reduce(
    (marks, cause) => restartLimit(starts[cause], cause, marks, at, counting),
    marksOf(facts),
  );
}

const marksOf = ({ marks, finalMarks }: HandoffFacts): Marks => ({ marks, finalMarks });

/** From when each limit runs; while marketing has the lead, or nobody any more, none does. */
function limitStarts(facts: HandoffFacts): Partial<Record<TimedCause, string | undefined>> {
  const { touches, retransfer, firstContactDueAt, reachedAt, nextStepAt, leadRepliedAt } = facts;
  if (facts.endedAt !== undefined || facts.isReturned) return {};
  const recent = retransfer ? touches.filter(({ version }) => version > retransfer.version) : touches;
  const answeredSince =
    leadRepliedAt !== undefined && (!retransfer || Date.parse(leadRepliedAt) >= Date.parse(retransfer.at));
  const contacts = [...recent.map((touch) => touch.at), nextStepAt, answeredSince ? leadRepliedAt : undefined];
  return {
    uncontacted: !retransfer && touches.length === 0 ? firstContactDueAt : undefined,
    'no-activity': reachedAt === undefined ? undefined : latestOf(contacts),
    'overturned-uncontacted': recent.length === 0 ? retransfer?.at : undefined,
  };
}

const latestOf = (moments: readonly (string | undefined)[]): string | undefined =>
  moments
    .filter((moment) => moment !== undefined)
    .sort((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);

function restartLimit(
  from: string | undefined,
  cause: TimedCause,
  { marks: before, finalMarks }: Marks,
  at: string,
  counting: TimeCounter,
): Marks {
  const { [cause]: mark, ...others } = before;
  if (finalMarks.includes(cause)) return { marks: before, finalMarks };
  if (resolvedMark(mark, at) !== undefined) return { marks: before, finalMarks: [...finalMarks, cause] };
  if (from === undefined) return { marks: others, finalMarks };
  const over = counting.add(from, lostAfterMilliseconds[cause]);
  return { marks: { ...others, [cause]: latestOf([over, at]) }, finalMarks };
}

/** Nobody owns the lead from now on. */
export const startUnownedLimit = (facts: HandoffFacts, at: string, counting: TimeCounter): Marks =>
  restartLimit(at, 'unowned', marksOf(facts), at, counting);

/** Somebody owns it, or nobody needs to any more. */
export function stopUnownedLimit(facts: HandoffFacts, at: string): Marks {
  const { marks, finalMarks } = facts;
  if (finalMarks.includes('unowned')) return { marks, finalMarks };
  if (resolvedMark(marks.unowned, at) !== undefined) return { marks, finalMarks: [...finalMarks, 'unowned'] };
  const { unowned: _stopped, ...others } = marks;
  return { marks: others, finalMarks };
}
