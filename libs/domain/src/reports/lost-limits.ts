import { latest } from '../time/moment.ts';
import type { HandoffFacts, KnownStep } from './handoff-facts.ts';
import { resolvedMark } from './lost-causes.ts';
import type { TimedCause } from './lost-causes.ts';
import type { LostLimits } from './time-limits.ts';

type Marks = Pick<HandoffFacts, 'marks' | 'finalMarks'>;

const contactCauses = [
  'uncontacted',
  'touches-missed',
  'no-activity',
  'overturned-uncontacted',
] as const satisfies TimedCause[];

/**
 * The marks after a step that was recorded at `knownAt`. Limits exceeded before then stay marked forever; every other limit
 * runs from where it starts now. A limit that the step moves into the past, as a voided touch does, is exceeded only from
 * `knownAt` on, because until then the record did not say so.
 */
export function updateLimits(facts: HandoffFacts, knownAt: string, limits: LostLimits): Marks {
  const starts = limitStarts(facts);
  return contactCauses.reduce(
    (marks, cause) => restartLimit(starts[cause], cause, marks, knownAt, limits),
    marksOf(facts),
  );
}

const marksOf = ({ marks, finalMarks }: HandoffFacts): Marks => ({ marks, finalMarks });

/** When each limit starts. None runs while marketing has the lead, or after the handoff has ended. */
function limitStarts(facts: HandoffFacts): Partial<Record<TimedCause, string | undefined>> {
  const { touches, retransfer, firstContactDueAt, touchesBrokenAt, nextStepAt, leadRepliedAt } = facts;
  if (facts.endedAt !== undefined || facts.isReturned) return {};
  const recent = retransfer ? touches.filter(({ version }) => version > retransfer.version) : touches;
  const hasReplied =
    leadRepliedAt !== undefined && (!retransfer || Date.parse(leadRepliedAt) >= Date.parse(retransfer.at));
  const contacts = [...recent.map((touch) => touch.at), nextStepAt, hasReplied ? leadRepliedAt : undefined];
  return {
    uncontacted: !retransfer && touches.length === 0 ? firstContactDueAt : undefined,
    'touches-missed': recent.some((touch) => isAfter(touch.at, touchesBrokenAt)) ? undefined : touchesBrokenAt,
    'no-activity': latest(undefined, ...contacts),
    'overturned-uncontacted': recent.length === 0 ? retransfer?.at : undefined,
  };
}

const isAfter = (moment: string, limit: string | undefined): boolean =>
  limit !== undefined && Date.parse(moment) > Date.parse(limit);

function restartLimit(
  from: string | undefined,
  cause: TimedCause,
  { marks: before, finalMarks }: Marks,
  knownAt: string,
  limits: LostLimits,
): Marks {
  const { [cause]: mark, ...others } = before;
  if (finalMarks.includes(cause)) return { marks: before, finalMarks };
  if (resolvedMark(mark, knownAt) !== undefined) return { marks: before, finalMarks: [...finalMarks, cause] };
  if (from === undefined) return { marks: others, finalMarks };
  const exceededAt = latest(limits.exceededAt(cause, from), knownAt);
  return { marks: { ...others, [cause]: exceededAt }, finalMarks };
}

/** The lead has no owner from `at` on. */
export const startUnownedLimit = (facts: HandoffFacts, { at, knownAt }: KnownStep, limits: LostLimits): Marks =>
  restartLimit(at, 'unowned', marksOf(facts), knownAt, limits);

/** The lead has an owner, or needs none because the handoff has ended. */
export function stopUnownedLimit(facts: HandoffFacts, knownAt: string): Marks {
  const { marks, finalMarks } = facts;
  if (finalMarks.includes('unowned')) return { marks, finalMarks };
  if (resolvedMark(marks.unowned, knownAt) !== undefined) return { marks, finalMarks: [...finalMarks, 'unowned'] };
  const { unowned: _stopped, ...others } = marks;
  return { marks: others, finalMarks };
}
