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
  const { facts: changed, changes = {} } = stepEffect(facts, recorded, limits);
  const latestAt = latest(recorded.at, facts.latestAt);
  return { facts: { ...facts, ...changed, version: recorded.version, latestAt }, changes };
}

export const leadFacts = ({ source, channel, campaign, segment }: LeadSnapshot): LeadFacts => ({
  source,
  ...(channel !== undefined && { channel }),
  ...(campaign !== undefined && { campaign }),
  ...(segment !== undefined && { segment }),
});

function stepEffect(facts: HandoffFacts, { step, at, version }: RecordedStep, limits: LostLimits): Effect {
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
      return { facts: { lead: leadFacts(step.lead), importedDay: step.history.day, endedAt: at, ending: 'imported' } };
    case 'transferred':
      return { facts: { transferredAt: facts.transferredAt ?? at } };
    case 'assigned':
      return assigned(facts, { version, at, ownerId: step.ownerId, teamId: step.teamId, isSql: isSql(facts) }, limits);
    case 'queued':
      return unassigned(facts, { version, at, teamId: step.teamId, isSql: isSql(facts) }, limits);
    case 'accepted':
      return { facts: { acceptedAt: facts.acceptedAt ?? at } };
    case 'touched': {
      const { reached, countedAt } = step;
      const touch = { version, at, reached, evidence: step.evidence.level, ...(countedAt && { countedAt }) };
      return { facts: withTouches(facts, [...facts.touches, touch], at, limits), changes: { touch } };
    }
    case 'touch-voided':
      return touchVoided(facts, step.touchVersion, at, limits);
    case 'lead-replied':
      return { facts: withUpdatedLimits(facts, { leadRepliedAt: facts.leadRepliedAt ?? at }, at, limits) };
    case 'next-step-agreed':
      return { facts: withUpdatedLimits(facts, { nextStepAt: step.nextStepAt }, at, limits) };
    case 'signal-added':
      return { facts: step.endsPause ? withUpdatedLimits(facts, { nextStepAt: at }, at, limits) : {} };
    case 'promise-started':
      return started(facts, step, at, version, limits);
    case 'promise-rescheduled':
      return promiseChanged(facts, step, { dueAt: step.dueAt });
    case 'promise-broken':
      return broken(facts, step, at, limits);
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
      const proof = step.proof.level;
      const returned: ReturnFact = { version, at, reason, returnedBy, qualification, proof, countsAgainst };
      const afterReturn = withUpdatedLimits(facts, { openReturn: returned, isReturned: true }, at, limits);
      return releaseHeldReturn(facts, at, { facts: afterReturn, changes: { returned } });
    }
    case 'return-accepted':
      return returnDecided(facts, { at, verdict: 'upheld' });
    case 'dispute-decided':
      return returnDecided(facts, { at, verdict: step.verdict, fault: step.fault });
    case 'unreachable': {
      const tooFew = step.countedTouches < (facts.touchMinimum ?? 0);
      return { facts: tooFew ? { marks: { ...facts.marks, 'too-few-touches': at } } : {} };
    }
    case 'ended': {
      // The end can take effect at a deadline earlier than steps that are already recorded; the handoff was open until them.
      const endedAt = latest(at, facts.latestAt);
      return releaseHeldReturn(facts, endedAt, { facts: ended(facts, step.ending, endedAt, limits) });
    }
    case 'outcome-recorded':
      return { facts: {}, changes: { outcomeId: step.outcomeId } };
    case 'resumed':
      return { facts: { resumedAt: at } };
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

/** Applies a change that can start or stop limits. */
function withUpdatedLimits(
  facts: HandoffFacts,
  change: Partial<HandoffFacts>,
  at: string,
  limits: LostLimits,
): Partial<HandoffFacts> {
  const now = { ...facts, ...change };
  const conversations = now.touches.filter(({ reached }) => reached).map((touch) => touch.at);
  const reachedAt = earliest(...conversations, now.leadRepliedAt);
  return { ...change, reachedAt, ...updateLimits({ ...now, reachedAt }, at, limits) };
}

const isSql = ({ sqlAt }: HandoffFacts): boolean => sqlAt !== undefined;

/** Assignments never go back in time, so that a lead has at most one owner at any time. */
function nextAssignment({ assignment }: HandoffFacts, given: AssignmentFact): AssignmentFact {
  return { ...given, at: latest(given.at, assignment?.at) };
}

function assigned(facts: HandoffFacts, given: AssignmentFact, limits: LostLimits): Effect {
  const firstOwnedAt = facts.firstOwnedAt ?? given.at;
  return withSales(facts, given, { firstOwnedAt, ...stopUnownedLimit(facts, given.at) }, limits);
}

/** Sales has the lead, with or without an owner. After an overturned return this is a new transfer. */
function withSales(
  facts: HandoffFacts,
  given: AssignmentFact,
  change: Partial<HandoffFacts>,
  limits: LostLimits,
): Effect {
  const assignment = nextAssignment(facts, given);
  const changed = { ...change, assignment };
  if (!facts.isReturned) return { facts: changed, changes: { assignment } };
  const { version, at } = given;
  const retransferred = {
    ...changed,
    isReturned: false,
    retransfer: { version, at },
    nextStepAt: undefined,
    touchesBrokenAt: undefined,
  };
  return { facts: withUpdatedLimits(facts, retransferred, at, limits), changes: { assignment } };
}

function unassigned(facts: HandoffFacts, given: AssignmentFact, limits: LostLimits): Effect {
  const hadOwner = facts.assignment?.ownerId !== undefined;
  return withSales(facts, given, hadOwner ? startUnownedLimit(facts, given.at, limits) : {}, limits);
}

/** Applies the touches after one was added or voided. */
function withTouches(facts: HandoffFacts, touches: TouchFact[], at: string, limits: LostLimits): Partial<HandoffFacts> {
  const counted = spacedTouches(touches, durationMilliseconds(facts.touchesCountOnceWithin ?? 'PT0S'));
  const times = { firstTouchAt: touches.at(0)?.at, lastTouchAt: touches.at(-1)?.at };
  return withUpdatedLimits(facts, { touches, ...times, countedTouches: counted.size }, at, limits);
}

function touchVoided(facts: HandoffFacts, touchVersion: number, at: string, limits: LostLimits): Effect {
  const voided = facts.touches.find(({ version }) => version === touchVersion);
  if (!voided) return { facts: {} };
  const remaining = facts.touches.filter((touch) => touch !== voided);
  return { facts: withTouches(facts, remaining, at, limits), changes: { touch: { ...voided, voidedAt: at } } };
}

function started(
  facts: HandoffFacts,
  step: StepOf<'promise-started'>,
  at: string,
  version: number,
  limits: LostLimits,
): Effect {
  const effect = promiseStarted(facts, step, at, version);
  if (step.promise === 'touches')
    return { ...effect, facts: withUpdatedLimits(facts, { ...effect.facts, touchesBrokenAt: undefined }, at, limits) };
  if (step.promise !== 'first-contact' || step.clock !== 'lead') return effect;
  return {
    ...effect,
    facts: withUpdatedLimits(facts, { ...effect.facts, firstContactDueAt: step.dueAt }, at, limits),
  };
}

/** The breach can be recorded after later steps; until then the lead was not lost by it. */
function broken(facts: HandoffFacts, step: StepOf<'promise-broken'>, at: string, limits: LostLimits): Effect {
  const effect = promiseBroken(facts, step, at);
  if (step.promise !== 'touches') return effect;
  const change = { ...effect.facts, touchesBrokenAt: at };
  return { ...effect, facts: withUpdatedLimits(facts, change, latest(at, facts.latestAt), limits) };
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

function ended(facts: HandoffFacts, ending: Ending, at: string, limits: LostLimits): Partial<HandoffFacts> {
  const end = { endedAt: at, ending, firstOwnedAt: facts.firstOwnedAt ?? at, ...stopUnownedLimit(facts, at) };
  return withUpdatedLimits({ ...facts, ...end }, end, at, limits);
}
