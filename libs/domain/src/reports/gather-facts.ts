import type { HandoffStep, PromiseReference, RecordedStep } from '../handoff/steps.ts';
import type { LeadSnapshot } from '../lead/lead.ts';
import type { Counting } from './counting.ts';
import type {
  AssignmentFact,
  FactChanges,
  HandoffFacts,
  LeadFacts,
  PromiseFact,
  ReturnFact,
  TouchFact,
} from './handoff-facts.ts';
import { lostAfterMilliseconds, settled, type LostCause } from './lost.ts';

export interface Gathered {
  facts: HandoffFacts;
  changes: FactChanges;
}

/**
 * Adds the next step of the record to what reports know of its handoff.
 * @throws RangeError when it is not the next one.
 */
export function gatherFacts(facts: HandoffFacts, recorded: RecordedStep, counting: Counting): Gathered {
  if (recorded.version !== facts.version + 1) {
    throw new RangeError(
      `Handoff ${recorded.handoffId}: step ${recorded.version} cannot follow version ${facts.version}`,
    );
  }
  const { facts: changed, changes = {} } = after(facts, recorded, counting);
  return { facts: { ...facts, ...changed, version: recorded.version }, changes };
}

interface Effect {
  facts: Partial<HandoffFacts>;
  changes?: FactChanges;
}

export const leadFacts = ({ source, channel, campaign, segment }: LeadSnapshot): LeadFacts => ({
  source,
  ...(channel !== undefined && { channel }),
  ...(campaign !== undefined && { campaign }),
  ...(segment !== undefined && { segment }),
});

function after(facts: HandoffFacts, { step, at, version }: RecordedStep, counting: Counting): Effect {
  switch (step.type) {
    case 'started':
      return {
        facts: {
          lead: leadFacts(step.lead),
          startedAt: at,
          signalReceivedAt: step.signalReceivedAt,
          touchMinimum: step.touches.minimum,
        },
      };
    case 'imported':
      return { facts: { lead: leadFacts(step.lead), importedDay: step.history.day, endedAt: at, ending: 'imported' } };
    case 'transferred':
      return { facts: { transferredAt: facts.transferredAt ?? at } };
    case 'assigned':
      return assigned(facts, { version, at, ownerId: step.ownerId, teamId: step.teamId });
    case 'nobody-eligible':
      return step.ownerStays ? { facts: {} } : unowned(facts, { version, at, teamId: step.routing.teamId }, counting);
    case 'accepted':
      return { facts: { acceptedAt: facts.acceptedAt ?? at } };
    case 'touched': {
      const touch = { version, at, reached: step.reached, counts: step.countedAs !== undefined };
      return { facts: touchesNow(facts, [...facts.touches, touch], at, counting) };
    }
    case 'touch-voided': {
      const left = facts.touches.filter((touch) => touch.version !== step.touchVersion);
      return { facts: touchesNow(facts, left, at, counting) };
    }
    case 'lead-answered':
      return { facts: { leadAnsweredAt: facts.leadAnsweredAt ?? at, reachedAt: facts.reachedAt ?? at } };
    case 'next-step-agreed':
      return { facts: nextStepAgreed(facts, step.moment, at, counting) };
    case 'promise-moved':
      return changePromise(facts, step, (promise) => ({ ...promise, dueAt: step.dueAt }), 'stays');
    case 'promise-started':
      return promiseStarted(facts, step, at, version, counting);
    case 'promise-broken':
      return changePromise(facts, step, (promise) => ({ ...promise, ...owedBy(step), brokenAt: at }), 'stays');
    case 'promise-kept': {
      const { late: keptLate, countedMilliseconds, wallClockMilliseconds } = step;
      const kept = { keptAt: at, keptLate, countedMilliseconds, wallClockMilliseconds };
      // A breach stays with whoever owed the promise at that moment, also when somebody else keeps it late.
      const owed = (promise: PromiseFact) => (promise.brokenAt === undefined ? owedBy(step) : {});
      return changePromise(facts, step, (promise) => ({ ...promise, ...owed(promise), ...kept }), 'goes');
    }
    case 'promise-released':
      return changePromise(facts, step, (promise) => ({ ...promise, releasedAt: at, releasedWhy: step.why }), 'goes');
    case 'qualified':
      return { facts: { sqlAt: facts.sqlAt ?? at } };
    case 'returned': {
      const { reason, byId, qualification, countsAgainst } = step;
      const returned: ReturnFact = { version, at, reason, byId, qualification, countsAgainst };
      return { facts: { openReturn: returned, ...stop(facts, ['uncontacted', 'silent'], at) }, changes: { returned } };
    }
    case 'return-accepted':
      return returnDecided(facts, 'upheld', at);
    case 'dispute-decided':
      return returnDecided(facts, step.verdict, at);
    case 'sql-withdrawn':
      return { facts: { sqlAt: undefined } };
    case 'unreachable': {
      const tooFew = step.countedTouches < (facts.touchMinimum ?? 0);
      return { facts: tooFew ? { marks: { ...facts.marks, 'too-few-touches': at } } : {} };
    }
    case 'ended':
      return { facts: ended(facts, step.ending, at) };
    case 'outcome-recorded':
      return { facts: {}, changes: { outcomeId: step.outcomeId } };
    case 'opened':
    case 'declined':
    case 'contact-corrected':
    case 'signal-added':
    case 'opted-out':
    case 'escalated':
    case 'breach-corrected':
    case 'questions-answered':
    case 'return-held':
    case 'return-contested':
    case 'noted':
    case 'promise-reminded':
    case 'ticket-opened':
    case 'ticket-closed':
      return { facts: {} };
  }
}

/** Moments of assignments never go back, so that at each moment there is one owner at most. */
const notBefore = (at: string, earlier: string | undefined): string =>
  earlier !== undefined && Date.parse(earlier) > Date.parse(at) ? earlier : at;

function assigned(facts: HandoffFacts, given: AssignmentFact): Effect {
  const assignment = { ...given, at: notBefore(given.at, facts.assignment?.at) };
  return {
    facts: { assignment, firstOwnedAt: facts.firstOwnedAt ?? given.at, ...stop(facts, ['unowned'], given.at) },
    changes: { assignment },
  };
}

function unowned(facts: HandoffFacts, given: AssignmentFact, counting: Counting): Effect {
  const assignment = { ...given, at: notBefore(given.at, facts.assignment?.at) };
  const hadOwner = facts.assignment?.ownerId !== undefined;
  return {
    facts: { assignment, ...(hadOwner && run(facts, 'unowned', given.at, lostAfterMilliseconds.unowned, counting)) },
    changes: { assignment },
  };
}

/** The touches after one was made or taken back, and what follows from them. */
function touchesNow(facts: HandoffFacts, touches: TouchFact[], at: string, counting: Counting): Partial<HandoffFacts> {
  const [first] = touches;
  const last = touches.at(-1);
  const reachedAt = touches.find(({ reached }) => reached)?.at ?? facts.leadAnsweredAt;
  const stopped = { ...facts, ...stop(facts, ['uncontacted', 'silent'], at) };
  const begun = { touches, firstTouchAt: first?.at, lastTouchAt: last?.at, reachedAt };
  const countedTouches = touches.filter(({ counts }) => counts).length;
  const { marks, fixedMarks } = stopped;
  if (last === undefined) {
    const dueAt = facts.firstContactDueAt;
    const again = dueAt && run(stopped, 'uncontacted', dueAt, lostAfterMilliseconds.uncontacted, counting);
    return { marks, fixedMarks, ...again, ...begun, countedTouches };
  }
  const silent = reachedAt && run(stopped, 'silent', last.at, lostAfterMilliseconds.silent, counting);
  return { marks, fixedMarks, ...silent, ...begun, countedTouches };
}

/** A lead that is to be contacted at a moment is not silent before it. */
function nextStepAgreed(facts: HandoffFacts, moment: string, at: string, counting: Counting): Partial<HandoffFacts> {
  const stopped = { ...facts, ...stop(facts, ['silent'], at) };
  const { marks, fixedMarks } = stopped;
  const from = facts.reachedAt && run(stopped, 'silent', moment, lostAfterMilliseconds.silent, counting);
  return { marks, fixedMarks, ...from };
}

function returnDecided(facts: HandoffFacts, verdict: 'upheld' | 'overturned', at: string): Effect {
  if (!facts.openReturn) return { facts: {} };
  const returned: ReturnFact = { ...facts.openReturn, decided: { at, verdict } };
  return { facts: { openReturn: undefined }, changes: { returned } };
}

function ended(facts: HandoffFacts, ending: HandoffFacts['ending'] & string, at: string): Partial<HandoffFacts> {
  return {
    endedAt: at,
    ending,
    firstOwnedAt: facts.firstOwnedAt ?? at,
    ...stop(facts, ['uncontacted', 'silent', 'unowned'], at),
  };
}

/** Begins a limit anew, unless it was overstepped once already. */
function run(
  facts: HandoffFacts,
  cause: LostCause,
  from: string,
  milliseconds: number,
  counting: Counting,
): Pick<HandoffFacts, 'marks'> {
  if (facts.fixedMarks.includes(cause)) return { marks: facts.marks };
  return { marks: { ...facts.marks, [cause]: counting.after(from, milliseconds) } };
}

/** Ends limits: those overstepped by now are kept for ever. */
function stop(facts: HandoffFacts, causes: LostCause[], at: string): Pick<HandoffFacts, 'marks' | 'fixedMarks'> {
  const marks = { ...facts.marks };
  const fixedMarks = [...facts.fixedMarks];
  for (const cause of causes.filter((running) => !facts.fixedMarks.includes(running))) {
    if (settled(marks[cause], at) === undefined) delete marks[cause];
    else fixedMarks.push(cause);
  }
  return { marks, fixedMarks };
}

/** The lead's clock outlives owners: its step says who owed the promise then. */
const owedBy = ({ ownerId }: { ownerId?: string }): { ownerId?: string } => (ownerId === undefined ? {} : { ownerId });

const isOf = (fact: PromiseFact, { promise, clock }: PromiseReference): boolean =>
  fact.promise === promise && fact.clock === clock;

function promiseStarted(
  facts: HandoffFacts,
  { promise, clock, dueAt, ownerId, from: begun }: HandoffStep & { type: 'promise-started' },
  at: string,
  version: number,
  counting: Counting,
): Effect {
  const teamId = facts.assignment?.teamId;
  const from = begun ?? at;
  const started: PromiseFact = {
    version,
    promise,
    clock,
    startedAt: from,
    dueAt,
    ...(ownerId !== undefined && { ownerId }),
    ...(teamId !== undefined && { teamId }),
  };
  const forTheLead = promise === 'first-contact' && clock === 'lead' && facts.firstTouchAt === undefined;
  return {
    facts: {
      openPromises: [...facts.openPromises.filter((open) => !isOf(open, started)), started],
      ...(forTheLead && {
        firstContactDueAt: dueAt,
        ...run(facts, 'uncontacted', dueAt, lostAfterMilliseconds.uncontacted, counting),
      }),
    },
    changes: { promise: started },
  };
}

function changePromise(
  facts: HandoffFacts,
  reference: PromiseReference,
  change: (promise: PromiseFact) => PromiseFact,
  then: 'stays' | 'goes',
): Effect {
  const open = facts.openPromises.find((fact) => isOf(fact, reference));
  if (!open) return { facts: {} };
  const changed = change(open);
  const others = facts.openPromises.filter((fact) => fact !== open);
  return { facts: { openPromises: then === 'stays' ? [...others, changed] : others }, changes: { promise: changed } };
}
