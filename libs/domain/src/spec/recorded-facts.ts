import type { RecordedStep } from '../handoff/record.ts';
import type { AssignmentReason, HandoffStep } from '../handoff/steps.ts';
import { foldFacts } from '../reports/fold-facts.ts';
import type { FoldedFacts } from '../reports/fold-facts.ts';
import { emptyFacts } from '../reports/handoff-facts.ts';
import type { HandoffFacts } from '../reports/handoff-facts.ts';
import { wallClockLimits } from '../reports/time-limits.ts';
import { directDecision } from '../routing/decision.ts';
import { HOUR } from '../time/units.ts';

/** A time so many hours after Monday, 5 January 2026, 10:00 UTC. */
export const hour = (hours: number): string => new Date(Date.UTC(2026, 0, 5, 10) + hours * HOUR).toISOString();
export const routing = directDecision('team-lead', 'east', 'anna');

export const recorded = (
  version: number,
  [hours, step, recordedHours = hours]: [number, HandoffStep, number?],
): RecordedStep => ({
  handoffId: 'handoff-1',
  version,
  at: hour(hours),
  recordedAt: hour(recordedHours),
  actor: { kind: 'system', id: 'baton' },
  cause: { kind: 'message', id: 'm' },
  step,
});

export const factsAfter = (record: readonly RecordedStep[]): HandoffFacts =>
  record.reduce<FoldedFacts>(({ facts }, step) => foldFacts(facts, step, wallClockLimits), {
    facts: emptyFacts,
    changes: {},
  }).facts;

/** The facts after steps at the given hours, which can be recorded later. */
export const fold = (...steps: [number, HandoffStep, number?][]): HandoffFacts =>
  factsAfter(steps.map((step, index) => recorded(index + 1, step)));

export const started: HandoffStep = {
  type: 'started',
  createdBy: 'website-form',
  lead: { source: 'site', channel: 'ads', reachableBy: ['phone'], flags: [], consent: true, signals: [] },
  answers: [],
  askedCriteria: [],
  score: 1,
  signalReceivedAt: hour(0),
  touchLimits: { minimum: 5, maximum: 7, minimumDays: 2, countOnceWithin: 'PT10M' },
};
export const assigned = (ownerId: string, reason: AssignmentReason = 'transfer'): HandoffStep => ({
  type: 'assigned',
  ownerId,
  teamId: 'east',
  reason,
  routing,
});
export const firstContactClock = (dueHours: number): HandoffStep => ({
  type: 'promise-started',
  promise: 'first-contact',
  clock: 'lead',
  dueAt: hour(dueHours),
  remindAt: [],
});
export const touch = (reached: boolean): HandoffStep => ({
  type: 'touched',
  channel: 'call',
  direction: 'outbound',
  outcome: reached ? 'reached' : 'no-answer',
  reached,
  evidence: { kind: 'call-record', reference: 'call-1', level: 'referenced' },
  countedTouchNumber: 1,
});
export const transferred: [number, HandoffStep][] = [
  [0, started],
  [0, { type: 'transferred', teamId: 'sales', pool: ['anna'] }],
  [0, assigned('anna')],
  [0, firstContactClock(1)],
];
export const end = (ending: 'sql' | 'returned' | 'unreachable' | 'opted-out'): HandoffStep => ({
  type: 'ended',
  ending,
});
