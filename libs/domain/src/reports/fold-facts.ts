import type { HandoffStep, RecordedStep } from '../handoff/steps.ts';
import type { LeadSnapshot } from '../lead/lead.ts';
import type { TimeCounter } from './time-counter.ts';
import type { AssignmentFact, FactChanges, HandoffFacts, LeadFacts, ReturnFact, TouchFact } from './handoff-facts.ts';
import { updateLimits, startUnownedLimit, stopUnownedLimit } from './lost-limits.ts';
import { breachCorrected, promiseBroken, promiseChanged, promiseKept, promiseStarted } from './promise-facts.ts';

export interface FoldedFacts {
  facts: HandoffFacts;
  changes: FactChanges;
}

/**
 * Adds the next step of the record to what reports know of its handoff.
 * @throws RangeError when it is not the next one.
 */
export function foldFacts(facts: HandoffFacts, recorded: RecordedStep, counting: TimeCounter): FoldedFacts {
  if (recorded.version !== facts.version + 1) {
    throw new RangeError(
      `Handoff ${recorded.handoffId}: step ${recorded.version} cannot follow version ${facts.version}`,
    );
  }
  const { facts: more, changes = {} } = stepEffect(facts, recorded, counting);
  const latestAt = notBefore(recorded.at, facts.latestAt);
  return { facts: { ...facts, ...more, version: recorded.version, latestAt }, changes };
}

/** What one step changes. */
export interface Effect {
  facts: Partial<HandoffFacts>;
  changes?: FactChanges;
}

export const leadFacts = ({ source, channel, campaign, segment }: LeadSnapshot): LeadFacts => ({
  source,
  ...(channel !== undefined && { channel }),
  ...(campaign !== undefined && { campaign }),
  ...(segment !== undefined && { segment }),
});

function stepEffect(facts: HandoffFacts, { step, at, version }: RecordedStep, counting: TimeCounter): Effect {
  switch (step.type) {
    case 'started':
      return {
        facts: {
          lead: leadFacts(step.lead),
          startedAt: at,
          signalReceivedAt: step.signalReceivedAt,
          touchMinimum: step.touchLimits.minimum,
        },
      };
    case 'imported':
      return { facts: { lead: leadFacts(step.lead), importedDay: step.history.day, endedAt: at, ending: 'imported' } };
    case 'transferred':
      return { facts: { transferredAt: facts.transferredAt ?? at } };
    case 'assigned':
      return assigned(
        facts,
        { version, at, ownerId: step.ownerId, teamId: step.teamId, isSql: isSql(facts) },
        counting,
      );
    case 'nobody-eligible':
      return step.ownerStays
        ? { facts: {} }
        : unassigned(facts, { version, at, teamId: step.routing.teamId, isSql: isSql(facts) }, counting);
    case 'accepted':
      return { facts: { acceptedAt: facts.acceptedAt ?? at } };
    case 'touched': {
      const touch = { version, at, reached: step.reached, counts: step.countedTouchNumber !== undefined };
      return { facts: withTouches(facts, [...facts.touches, touch], at, counting), changes: { touch } };
    }
    case 'touch-voided':
      return touchVoided(facts, step.touchVersion, at, counting);
    case 'lead-replied':
      return { facts: withUpdatedLimits(facts, { leadRepliedAt: facts.leadRepliedAt ?? at }, at, counting) };
    case 'next-step-agreed':
      return { facts: withUpdatedLimits(facts, { nextStepAt: step.nextStepAt }, at, counting) };
    case 'promise-started':
      return started(facts, step, at, version, counting);
    case 'promise-rescheduled':
      return promiseChanged(facts, step, { dueAt: step.dueAt });
    case 'promise-broken':
      return promiseBroken(facts, step, at);
    case 'promise-kept':
      return promiseKept(facts, step, at);
    case 'promise-released':
      return promiseChanged(facts, step, { releasedAt: at, releaseReason: step.reason }, 'closed');
    case 'escalated':
      return promiseChanged(facts, step, { escalatedAt: at });
    case 'breach-corrected':
      return breachCorrected(facts, step, at);
    case 'qualified':
      return { facts: { sqlAt: facts.sqlAt ?? at } };
    case 'sql-withdrawn':
      return { facts: { sqlWithdrawnAt: facts.sqlWithdrawnAt ?? at } };
    case 'return-held': {
      const held = facts.heldReturn ?? { version, at };
      return { facts: { heldReturn: held }, changes: { heldReturn: held } };
    }
    case 'returned': {
      const { reason, returnedBy, qualification, countsAgainst } = step;
      const returned: ReturnFact = { version, at, reason, returnedBy, qualification, countsAgainst };
      const back = withUpdatedLimits(facts, { openReturn: returned, isReturned: true }, at, counting);
      return releaseHeldReturn(facts, at, { facts: back, changes: { returned } });
    }
    case 'return-accepted':
      return returnDecided(facts, 'upheld', at);
    case 'dispute-decided':
      return returnDecided(facts, step.verdict, at);
    case 'unreachable': {
      const tooFew = step.countedTouches < (facts.touchMinimum ?? 0);
      return { facts: tooFew ? { marks: { ...facts.marks, 'too-few-touches': at } } : {} };
    }
    case 'ended': {
      // It holds from its due moment, and is taken after something that came later: until then it was not over.
      const over = notBefore(at, facts.latestAt);
      return releaseHeldReturn(facts, over, { facts: ended(facts, step.ending, over, counting) });
    }
    case 'outcome-recorded':
      return { facts: {}, changes: { outcomeId: step.outcomeId } };
    case 'opened':
    case 'declined':
    case 'contact-corrected':
    case 'signal-added':
    case 'opted-out':
    case 'questions-answered':
    case 'return-contested':
    case 'note-added':
    case 'promise-reminder-due':
    case 'ticket-opened':
    case 'ticket-closed':
      return { facts: {} };
  }
}

/** A change after which other limits may run than before. */
function withUpdatedLimits(
  facts: HandoffFacts,
  change: Partial<HandoffFacts>,
  at: string,
  counting: TimeCounter,
): Partial<HandoffFacts> {
  const now = { ...facts, ...change };
  const conversations = now.touches.filter(({ reached }) => reached).map((touch) => touch.at);
  const reachedAt = earliest([...conversations, now.leadRepliedAt]);
  return { ...change, reachedAt, ...updateLimits({ ...now, reachedAt }, at, counting) };
}

const earliest = (moments: readonly (string | undefined)[]): string | undefined =>
  moments
    .filter((moment) => moment !== undefined)
    .sort((a, b) => Date.parse(a) - Date.parse(b))
    .at(0);

/** Moments of assignments and of the end never go back, so that at each moment there is one owner at most. */
const notBefore = (at: string, earlier: string | undefined): string =>
  earlier !== undefined && Date.parse(earlier) > Date.parse(at) ? earlier : at;

const isSql = ({ sqlAt }: HandoffFacts): boolean => sqlAt !== undefined;

function assigned(facts: HandoffFacts, given: AssignmentFact, counting: TimeCounter): Effect {
  const assignment = { ...given, at: notBefore(given.at, facts.assignment?.at) };
  const owned = { assignment, firstOwnedAt: facts.firstOwnedAt ?? given.at, ...stopUnownedLimit(facts, given.at) };
  if (!facts.isReturned) return { facts: owned, changes: { assignment } };
  const { version, at } = given;
  const retransferred = { ...owned, isReturned: false, retransfer: { version, at }, nextStepAt: undefined };
  return { facts: withUpdatedLimits(facts, retransferred, at, counting), changes: { assignment } };
}

function unassigned(facts: HandoffFacts, given: AssignmentFact, counting: TimeCounter): Effect {
  const assignment = { ...given, at: notBefore(given.at, facts.assignment?.at) };
  const hadOwner = facts.assignment?.ownerId !== undefined;
  return {
    facts: { assignment, ...(hadOwner && startUnownedLimit(facts, given.at, counting)) },
    changes: { assignment },
  };
}

/** The touches after one was made or taken back, and what follows from them. */
function withTouches(
  facts: HandoffFacts,
  touches: TouchFact[],
  at: string,
  counting: TimeCounter,
): Partial<HandoffFacts> {
  const counted = touches.filter(({ counts }) => counts);
  const times = { firstTouchAt: touches.at(0)?.at, lastTouchAt: touches.at(-1)?.at };
  return withUpdatedLimits(facts, { touches, ...times, countedTouches: counted.length }, at, counting);
}

function touchVoided(facts: HandoffFacts, touchVersion: number, at: string, counting: TimeCounter): Effect {
  const voided = facts.touches.find(({ version }) => version === touchVersion);
  if (!voided) return { facts: {} };
  const left = facts.touches.filter((touch) => touch !== voided);
  return { facts: withTouches(facts, left, at, counting), changes: { touch: { ...voided, voidedAt: at } } };
}

function started(
  facts: HandoffFacts,
  step: HandoffStep & { type: 'promise-started' },
  at: string,
  version: number,
  counting: TimeCounter,
): Effect {
  const effect = promiseStarted(facts, step, at, version);
  const forTheLead = step.promise === 'first-contact' && step.clock === 'lead';
  if (!forTheLead) return effect;
  return {
    ...effect,
    facts: withUpdatedLimits(facts, { ...effect.facts, firstContactDueAt: step.dueAt }, at, counting),
  };
}

function releaseHeldReturn({ heldReturn }: HandoffFacts, at: string, { facts, changes }: Effect): Effect {
  if (!heldReturn) return { facts, ...(changes && { changes }) };
  return {
    facts: { ...facts, heldReturn: undefined },
    changes: { ...changes, heldReturn: { ...heldReturn, until: at } },
  };
}

function returnDecided(facts: HandoffFacts, verdict: 'upheld' | 'overturned', at: string): Effect {
  if (!facts.openReturn) return { facts: {} };
  const returned: ReturnFact = { ...facts.openReturn, decided: { at, verdict } };
  return { facts: { openReturn: undefined }, changes: { returned } };
}

function ended(
  facts: HandoffFacts,
  ending: HandoffFacts['ending'] & string,
  at: string,
  counting: TimeCounter,
): Partial<HandoffFacts> {
  const over = { endedAt: at, ending, firstOwnedAt: facts.firstOwnedAt ?? at, ...stopUnownedLimit(facts, at) };
  return withUpdatedLimits({ ...facts, ...over }, over, at, counting);
}
