import type { Counting } from './counting.ts';
import type { HandoffFacts } from './handoff-facts.ts';
import { lostAfterMilliseconds, settled } from './lost.ts';
import type { TimedCause } from './lost.ts';

type Marks = Pick<HandoffFacts, 'marks' | 'fixedMarks'>;

/** Limits of contact that run from something that happened with the lead. */
const ofContact = ['uncontacted', 'silent', 'overturned-uncontacted'] as const satisfies TimedCause[];

/**
 * The marks after something happened at `at`: what was overstepped before is kept for ever, and every other limit runs
 * from where it begins now. A limit that lies back, since a touch was taken back, is overstepped from now on only: the
 * record did not say so before.
 */
export function limitsNow(facts: HandoffFacts, at: string, counting: Counting): Marks {
  const starts = running(facts);
  return ofContact.reduce((marks, cause) => begunAt(starts[cause], cause, marks, at, counting), marksOf(facts));
}

const marksOf = ({ marks, fixedMarks }: HandoffFacts): Marks => ({ marks, fixedMarks });

/** From when each limit runs; while marketing has the lead, or nobody any more, none does. */
function running(facts: HandoffFacts): Partial<Record<TimedCause, string | undefined>> {
  const { touches, transferredAnew: anew, firstContactDueAt, reachedAt, nextStepAt, leadAnsweredAt } = facts;
  if (facts.endedAt !== undefined || facts.givenBack) return {};
  const recent = anew ? touches.filter(({ version }) => version > anew.version) : touches;
  const answeredSince = leadAnsweredAt !== undefined && (!anew || Date.parse(leadAnsweredAt) >= Date.parse(anew.at));
  const contacts = [...recent.map((touch) => touch.at), nextStepAt, answeredSince ? leadAnsweredAt : undefined];
  return {
    uncontacted: !anew && touches.length === 0 ? firstContactDueAt : undefined,
    silent: reachedAt === undefined ? undefined : latest(contacts),
    'overturned-uncontacted': recent.length === 0 ? anew?.at : undefined,
  };
}

const latest = (moments: readonly (string | undefined)[]): string | undefined =>
  moments
    .filter((moment) => moment !== undefined)
    .sort((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);

function begunAt(
  from: string | undefined,
  cause: TimedCause,
  { marks: before, fixedMarks }: Marks,
  at: string,
  counting: Counting,
): Marks {
  const { [cause]: mark, ...others } = before;
  if (fixedMarks.includes(cause)) return { marks: before, fixedMarks };
  if (settled(mark, at) !== undefined) return { marks: before, fixedMarks: [...fixedMarks, cause] };
  if (from === undefined) return { marks: others, fixedMarks };
  const over = counting.after(from, lostAfterMilliseconds[cause]);
  return { marks: { ...others, [cause]: latest([over, at]) }, fixedMarks };
}

/** Nobody owns the lead from now on. */
export const ownerGone = (facts: HandoffFacts, at: string, counting: Counting): Marks =>
  begunAt(at, 'unowned', marksOf(facts), at, counting);

/** Somebody owns it, or nobody needs to any more. */
export function ownerThere(facts: HandoffFacts, at: string): Marks {
  const { marks, fixedMarks } = facts;
  if (fixedMarks.includes('unowned')) return { marks, fixedMarks };
  if (settled(marks.unowned, at) !== undefined) return { marks, fixedMarks: [...fixedMarks, 'unowned'] };
  const { unowned: _stopped, ...others } = marks;
  return { marks: others, fixedMarks };
}
