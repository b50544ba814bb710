import type { HandoffStepRecorded } from '@baton/contracts';
import { applySteps, directDecision, emptyState } from '@baton/domain';
import type { HandoffStep, RecordedStep } from '@baton/domain';
import { contradictions } from './contradictions.ts';
import type { SystemSnapshot } from './system-snapshot.ts';
import { Ledger } from './ledger.ts';

const leadId = '0b1ce0d4-5a3e-4d39-8a0a-111111111111';
const handoffId = `handoff-${leadId}-1`;
const email = 'person.1@kill.example.com';
const at = '2026-03-02T10:00:00.000Z';

const routing = directDecision('team-lead', 'sales', 'anna');
const lead = { source: 'kill', reachableBy: ['email'], flags: [], consent: true, signals: [] };
const steps = [
  {
    type: 'started',
    lead,
    answers: [],
    askedCriteria: [],
    score: 1,
    signalReceivedAt: at,
    touchLimits: { minimum: 5, maximum: 7, minimumDays: 2, countOnceWithin: 'PT10M' },
  },
  { type: 'transferred' },
  { type: 'assigned', ownerId: 'anna', teamId: 'sales', reason: 'transfer', routing },
  { type: 'accepted', impliedByTouch: false },
] as unknown as HandoffStep[];

function recordOf(all: readonly HandoffStep[]): RecordedStep[] {
  return all.map((step, index) => ({
    handoffId,
    version: index + 1,
    at,
    recordedAt: at,
    step,
    actor: { kind: 'system', id: 'handoff' },
    cause: index < 3 ? { kind: 'message', id: 'judged' } : { kind: 'request', key: `key-${index}`, bodyHash: 'b' },
  }));
}

/** A small run without contradictions. */
function consistentRun(all: readonly HandoffStep[] = steps): { ledger: Ledger; seen: SystemSnapshot } {
  const ledger = new Ledger();
  const record = recordOf(all);
  const state = applySteps(emptyState(handoffId), record);
  const events = record.map((step): HandoffStepRecorded => ({
    ...step,
    leadId,
    handoffNumber: 1,
    agreementVersion: 2,
  }));
  ledger.leads.push({ email, entryPoint: 'http', quality: 'fitting', leadId });
  ledger.actions.recordSteps(handoffId, record.slice(3));
  const { version, stage, ownerId } = state;
  const snapshotOfRun: SystemSnapshot = {
    leads: [{ leadId, email, signals: 1 }],
    judgements: [{ leadId, verdict: 'mql', handoffNumber: 1 }],
    captured: [{ id: 'captured', data: { leadId } }],
    judged: [{ id: 'judged', data: { leadId } }],
    handoffs: [{ handoffId, leadId, version, stage, ownerId, openTickets: [] }],
    record: new Map([[handoffId, record]]),
    events: events.map((data) => ({ id: `${handoffId}/${data.version}`, data })),
    answers: [],
    reported: new Map([[handoffId, events]]),
    workflows: new Map([[handoffId, 'RUNNING']]),
    states: new Map([[handoffId, state]]),
    laterRecords: new Map(),
    deadLetters: 0,
    pending: 0,
  };
  return { ledger, seen: snapshotOfRun };
}

const { ledger, seen: snapshot } = consistentRun();
const [event, ...otherEvents] = snapshot.events;
const contradictionsAfter = (changes: Partial<SystemSnapshot>): string =>
  contradictions(ledger, { ...snapshot, ...changes }).join('\n');

describe('contradictions', () => {
  it('a consistent run has no contradictions', () => {
    expect(contradictionsAfter({})).toBe('');
  });

  it('an event that a restarted relay sent again is not a contradiction', () => {
    expect(contradictionsAfter({ events: [...snapshot.events, ...snapshot.events] })).toBe('');
  });

  it.each<[string, Partial<SystemSnapshot>, RegExp]>([
    ['a lead that was accepted and then lost', { leads: [] }, /was accepted once but is stored as \[\]/],
    [
      'a lead that was stored twice',
      { leads: [...snapshot.leads, { leadId: 'x', email, signals: 1 }] },
      /is stored as/,
    ],
    ['a lead that was never judged', { judgements: [] }, /should have been judged mql once/],
    ['a lead without its handoff', { handoffs: [] }, /has the handoffs \[\]/],
    [
      'a lead that was published under two event ids',
      { judged: [...snapshot.judged, { id: 'j', data: { leadId } }] },
      /were published as/,
    ],
    ['a gap in the record', { record: new Map([[handoffId, recordOf(steps).slice(1)]]) }, /has gaps: 2,3,4/],
    ['a missing event', { events: otherEvents }, /the 3 events differ/],
    [
      'two different events with the same id',
      { events: [...snapshot.events, { ...event!, data: otherEvents[0]!.data }] },
      /but differ/,
    ],
    ['a report without the record', { reported: new Map() }, /the 0 steps in reporting differ/],
    ['a record without a workflow', { workflows: new Map() }, /its workflow is missing/],
    [
      'a workflow without a record',
      { workflows: new Map([...snapshot.workflows, ['stray', 'RUNNING']]) },
      /stray has a work/,
    ],
    ['a workflow behind its record', { states: new Map([[handoffId, emptyState(handoffId)]]) }, /is at version 0/],
    [
      'a workflow that differs from its record',
      { states: new Map([[handoffId, { ...snapshot.states.get(handoffId)!, ownerId: 'boris' }]]) },
      /differs from its record in ownerId/,
    ],
    ['a workflow that does not respond', { states: new Map() }, /does not respond to the query/],
    [
      'a row that differs from its record',
      { handoffs: [{ ...snapshot.handoffs[0]!, ownerId: 'boris' }] },
      /the row is/,
    ],
    ['a dead letter', { deadLetters: 1 }, /dead letters/],
    ['an outbox that is not empty', { pending: 2 }, /are not sent or applied/],
  ])('contradictions names %s', (_what, changes, expected) => {
    expect(contradictionsAfter(changes)).toMatch(expected);
  });

  it('a workflow that moved on after its record was read is not a contradiction', () => {
    const earlier = recordOf(steps).slice(0, 3);
    const { version, stage, ownerId } = applySteps(emptyState(handoffId), earlier);
    const events = snapshot.events.slice(0, 3);
    const ledgerWithoutResponses = new Ledger();
    ledgerWithoutResponses.leads.push(...ledger.leads);
    expect(
      contradictions(ledgerWithoutResponses, {
        ...snapshot,
        handoffs: [{ ...snapshot.handoffs[0]!, version, stage, ownerId }],
        record: new Map([[handoffId, earlier]]),
        events,
        reported: new Map([[handoffId, events.map(({ data }) => data)]]),
        laterRecords: new Map([[handoffId, recordOf(steps)]]),
      }),
    ).toEqual([]);
  });

  it('a step that takes effect after it was recorded is a contradiction', () => {
    const record = recordOf(steps).map((step) => ({ ...step, recordedAt: '2026-03-02T09:59:59.000Z' }));
    expect(contradictionsAfter({ record: new Map([[handoffId, record]]) })).toMatch(
      /step 1 is of 2026-03-02T10:00:00.000Z, but was recorded at 2026-03-02T09:59:59.000Z/,
    );
  });

  it('a confirmed step that is not in the record is a contradiction', () => {
    const run = consistentRun();
    run.ledger.actions.recordSteps(handoffId, [{ version: 5, at, step: { type: 'note-added', textId: 't' } }]);
    expect(contradictions(run.ledger, run.seen)).toEqual([
      `${handoffId}: step 5 was returned as note-added but is recorded as nothing`,
    ]);
  });

  it('a duplicate in the record is a contradiction', () => {
    const run = consistentRun([...steps, { type: 'accepted', impliedByTouch: false }]);
    expect(contradictions(run.ledger, run.seen).join()).toMatch('accepted by owner 1 is recorded twice');
  });
});
