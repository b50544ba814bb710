import type { RecordedStep } from '../handoff/record.ts';
import type { Ending, StepOf } from '../handoff/steps.ts';
import { spacedTouches } from '../handoff/touches.ts';
import type { LeadSnapshot } from '../lead/lead.ts';
import { durationMilliseconds } from '../time/duration.ts';
import { earliest, latest } from '../time/moment.ts';
import type {
  AssignmentFact,
  Effect,
  FactChanges,
  HandoffFacts,
  KnownStep,
  LeadFacts,
  ReturnFact,
  TouchFact,
} from './handoff-facts.ts';
import { startUnownedLimit, stopUnownedLimit, updateLimits } from './lost-limits.ts';
import { breachCorrected, promiseBroken, promiseChanged, promiseKept, promiseStarted } from './promise-facts.ts';
import type { LostLimits } from './time-limits.ts';

export interface FoldedFacts {
  facts: HandoffFacts;
  changes: FactChanges;
}

/**
 * Applies the next step of the record.
 * @throws RangeError when it is not the next one.
 */
export function foldFacts(facts: HandoffFacts, recorded: RecordedStep, limits: LostLimits): FoldedFacts {
  if (recorded.version !== facts.version + 1) {
    throw new RangeError(`Handoff ${recorded.handoffId}: expected step ${facts.version + 1}, got ${recorded.version}`);
  }
  // Never before earlier versions, whose steps it builds on.
  const knownAt = latest(recorded.recordedAt, facts.latestAt);
  const { facts: changed, changes = {} } = stepEffect(facts, recorded, knownAt, limits);
  const known = { version: recorded.version, knownAt: facts.knownAt ?? knownAt, latestAt: knownAt };
  return { facts: { ...facts, ...changed, ...known }, changes };
}

export const leadFacts = ({ source, channel, campaign, segment }: LeadSnapshot): LeadFacts => ({
  source,
  ...(channel !== undefined && { channel }),
  ...(campaign !== undefined && { campaign }),
  ...(segment !== undefined && { segment }),
});

function stepEffect(
  facts: HandoffFacts,
  { step, at, version }: Pick<RecordedStep, 'step' | 'at' | 'version'>,
  knownAt: string,
  limits: LostLimits,
): Effect {
  switch (step.type) {
    case 'started':
      return {
        facts: {
          lead: leadFacts(step.lead),
          startedAt: at,
          signalReceivedAt: step.signalReceivedAt,
          touchMinimum: step.touchLimits.minimum,
          touchesCountOnceWithin: step.touchLimits.countOnceWithin,
        },
      };
    case 'imported':
      return {
        facts: { lead: leadFacts(step.lead), importedDay: step.history.day, endedAt: knownAt, ending: 'imported' },
      };
    case 'transferred':
      return facts.transferredAt === undefined
        ? { facts: { transferredAt: at, transferKnownAt: knownAt } }
        : { facts: {} };
    case 'assigned': {
      const { ownerId, teamId } = step;
      return assigned(facts, { version, at, knownAt, ownerId, teamId, isSql: isSql(facts) }, limits);
    }
    case 'queued':
      return unassigned(facts, { version, at, knownAt, teamId: step.teamId, isSql: isSql(facts) }, limits);
    case 'accepted':
      return { facts: { acceptedAt: facts.acceptedAt ?? knownAt } };
    case 'touched': {
      const { reached, countedAt } = step;
      const touch = { version, at, knownAt, reached, evidence: step.evidence.level, ...(countedAt && { countedAt }) };
      return { facts: withTouches(facts, [...facts.touches, touch], knownAt, limits), changes: { touch } };
    }
    case 'touch-voided':
      return touchVoided(facts, step.touchVersion, knownAt, limits);
    case 'lead-replied':
      return { facts: withUpdatedLimits(facts, { leadRepliedAt: facts.leadRepliedAt ?? at }, knownAt, limits) };
    case 'next-step-agreed':
      return { facts: withUpdatedLimits(facts, { nextStepAt: step.nextStepAt }, knownAt, limits) };
    case 'signal-added':
      return { facts: step.endsPause ? withUpdatedLimits(facts, { nextStepAt: at }, knownAt, limits) : {} };
    case 'promise-started':
      return started(facts, step, { at, version, knownAt }, limits);
    case 'promise-rescheduled':
      return promiseChanged(facts, step, { dueAt: step.dueAt });
    case 'promise-broken':
      return broken(facts, step, { at, knownAt }, limits);
    case 'promise-kept':
      return promiseKept(facts, step, { at, knownAt });
    case 'promise-released':
      return promiseChanged(facts, step, { releasedAt: knownAt, releaseReason: step.reason }, 'closed');
    case 'escalated':
      return promiseChanged(facts, step, { escalatedAt: knownAt });
    case 'breach-corrected':
      return breachCorrected(facts, step, knownAt);
    case 'qualified': {
      const sql = isSql(facts) ? facts.sql : { version, at, knownAt };
      return sql === undefined ? { facts: {} } : { facts: { sql }, changes: { sql } };
    }
    case 'sql-withdrawn': {
      if (facts.sql === undefined || !isSql(facts)) return { facts: {} };
      const sql = { ...facts.sql, withdrawnAt: knownAt };
      return { facts: { sql }, changes: { sql } };
    }
    case 'return-held': {
      const held = facts.heldReturn ?? { version, at: knownAt };
      return { facts: { heldReturn: held }, changes: { heldReturn: held } };
    }
    case 'returned': {
      const { reason, returnedBy, qualification, countsAgainst } = step;
      const proof = step.proof.level;
      const returned: ReturnFact = { version, at: knownAt, reason, returnedBy, qualification, proof, countsAgainst };
      const afterReturn = withUpdatedLimits(facts, { openReturn: returned, isReturned: true }, knownAt, limits);
      return releaseHeldReturn(facts, knownAt, { facts: afterReturn, changes: { returned } });
    }
    case 'return-accepted':
      return returnDecided(facts, { at: knownAt, verdict: 'upheld' });
    case 'dispute-decided':
      return returnDecided(facts, { at: knownAt, verdict: step.verdict, fault: step.fault });
    case 'unreachable': {
      const tooFew = step.countedTouches < (facts.touchMinimum ?? 0);
      return { facts: tooFew ? { marks: { ...facts.marks, 'too-few-touches': knownAt } } : {} };
    }
    case 'ended':
      return releaseHeldReturn(facts, knownAt, { facts: ended(facts, step.ending, knownAt, limits) });
    case 'outcome-recorded':
      return { facts: {}, changes: { outcome: { outcomeId: step.outcomeId, knownAt } } };
    case 'resumed':
      return { facts: { resumedAt: knownAt } };
    case 'opened':
    case 'declined':
    case 'contact-corrected':
    case 'opted-out':
    case 'postponed':
    case 'postponement-ended':
    case 'questions-answered':
    case 'return-contested':
    case 'note-added':
    case 'engagement-added':
    case 'owner-checked':
    case 'rerouted':
    case 'promise-reminder-due':
    case 'ticket-opened':
    case 'ticket-closed':
      return { facts: {} };
  }
}

/** Applies a change, known since `knownAt`, that can start or stop limits. */
function withUpdatedLimits(
  facts: HandoffFacts,
  change: Partial<HandoffFacts>,
  knownAt: string,
  limits: LostLimits,
): Partial<HandoffFacts> {
  const now = { ...facts, ...change };
  const conversations = now.touches.filter(({ reached }) => reached).map((touch) => touch.at);
  const reachedAt = earliest(...conversations, now.leadRepliedAt);
  return { ...change, reachedAt, ...updateLimits({ ...now, reachedAt }, knownAt, limits) };
}

const isSql = ({ sql }: HandoffFacts): boolean => sql !== undefined && sql.withdrawnAt === undefined;

/** Ends the assignments that the new one replaces. They never go back in time, so that a lead has at most one owner. */
function withAssignment(
  { assignment: last, creditedAssignment: credited }: HandoffFacts,
  given: AssignmentFact,
): Required<Pick<FactChanges, 'assignments'>> & { facts: Partial<HandoffFacts> } {
  const assignment = { ...given, at: latest(given.at, last?.at) };
  const ended = last && { ...last, endedAt: assignment.at };
  const stillCredited = credited && credited.version === ended?.version ? ended : credited;
  if (given.isSql) {
    const facts = { assignment, ...(stillCredited && { creditedAssignment: stillCredited }) };
    return { facts, assignments: [...(ended ? [ended] : []), assignment] };
  }
  const uncredited = stillCredited && { ...stillCredited, creditedUntilAt: given.knownAt };
  const replaced = [ended, uncredited].filter((fact) => fact !== undefined);
  return { facts: { assignment, creditedAssignment: assignment }, assignments: [...replaced, assignment] };
}

function assigned(facts: HandoffFacts, given: AssignmentFact, limits: LostLimits): Effect {
  const firstOwnedAt = facts.firstOwnedAt ?? given.knownAt;
  return withSales(facts, given, { firstOwnedAt, ...stopUnownedLimit(facts, given.knownAt) }, limits);
}

/** Sales has the lead, with or without an owner. After an overturned return this is a new transfer. */
function withSales(
  facts: HandoffFacts,
  given: AssignmentFact,
  change: Partial<HandoffFacts>,
  limits: LostLimits,
): Effect {
  const { facts: holding, assignments } = withAssignment(facts, given);
  const changed = { ...change, ...holding };
  if (!facts.isReturned) return { facts: changed, changes: { assignments } };
  const { version, at, knownAt } = given;
  const retransferred = {
    ...changed,
    isReturned: false,
    retransfer: { version, at },
    nextStepAt: undefined,
    touchesBrokenAt: undefined,
  };
  return { facts: withUpdatedLimits(facts, retransferred, knownAt, limits), changes: { assignments } };
}

function unassigned(facts: HandoffFacts, given: AssignmentFact, limits: LostLimits): Effect {
  const hadOwner = facts.assignment?.ownerId !== undefined;
  return withSales(facts, given, hadOwner ? startUnownedLimit(facts, given, limits) : {}, limits);
}

/** Applies the touches after one was added or voided. */
function withTouches(
  facts: HandoffFacts,
  touches: TouchFact[],
  knownAt: string,
  limits: LostLimits,
): Partial<HandoffFacts> {
  const counted = spacedTouches(touches, durationMilliseconds(facts.touchesCountOnceWithin ?? 'PT0S'));
  const times = { firstTouchAt: touches.at(0)?.at, lastTouchAt: touches.at(-1)?.at };
  return withUpdatedLimits(facts, { touches, ...times, countedTouches: counted.size }, knownAt, limits);
}

function touchVoided(facts: HandoffFacts, touchVersion: number, knownAt: string, limits: LostLimits): Effect {
  const voided = facts.touches.find(({ version }) => version === touchVersion);
  if (!voided) return { facts: {} };
  const remaining = facts.touches.filter((touch) => touch !== voided);
  return {
    facts: withTouches(facts, remaining, knownAt, limits),
    changes: { touch: { ...voided, voidedAt: knownAt } },
  };
}

function started(
  facts: HandoffFacts,
  step: StepOf<'promise-started'>,
  recorded: KnownStep & { version: number },
  limits: LostLimits,
): Effect {
  const effect = promiseStarted(facts, step, recorded);
  const { knownAt } = recorded;
  if (step.promise === 'touches') {
    const owedAgain = { ...effect.facts, touchesBrokenAt: undefined };
    return { ...effect, facts: withUpdatedLimits(facts, owedAgain, knownAt, limits) };
  }
  if (step.promise !== 'first-contact' || step.clock !== 'lead') return effect;
  const due = { ...effect.facts, firstContactDueAt: step.dueAt };
  return { ...effect, facts: withUpdatedLimits(facts, due, knownAt, limits) };
}

/** The breach can be recorded after it happened; until then the lead was not lost by it. */
function broken(
  facts: HandoffFacts,
  step: StepOf<'promise-broken'>,
  { at, knownAt }: KnownStep,
  limits: LostLimits,
): Effect {
  const effect = promiseBroken(facts, step, knownAt);
  if (step.promise !== 'touches') return effect;
  return { ...effect, facts: withUpdatedLimits(facts, { ...effect.facts, touchesBrokenAt: at }, knownAt, limits) };
}

function releaseHeldReturn({ heldReturn }: HandoffFacts, at: string, { facts, changes }: Effect): Effect {
  if (!heldReturn) return { facts, ...(changes && { changes }) };
  return {
    facts: { ...facts, heldReturn: undefined },
    changes: { ...changes, heldReturn: { ...heldReturn, until: at } },
  };
}

function returnDecided(facts: HandoffFacts, decided: NonNullable<ReturnFact['decided']>): Effect {
  if (!facts.openReturn) return { facts: {} };
  const returned: ReturnFact = { ...facts.openReturn, decided };
  return { facts: { openReturn: undefined }, changes: { returned } };
}

function ended(facts: HandoffFacts, ending: Ending, knownAt: string, limits: LostLimits): Partial<HandoffFacts> {
  const firstOwnedAt = facts.firstOwnedAt ?? knownAt;
  const end = { endedAt: knownAt, ending, firstOwnedAt, ...stopUnownedLimit(facts, knownAt) };
  return withUpdatedLimits({ ...facts, ...end }, end, knownAt, limits);
}
