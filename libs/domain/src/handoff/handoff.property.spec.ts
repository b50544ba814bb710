import fc from 'fast-check';
import { recompute } from '../routing/route.ts';
import { anyLifecycle } from '../spec/arbitrary-lifecycle.ts';
import type { Lifecycle } from '../spec/arbitrary-lifecycle.ts';
import { factsAfter } from '../spec/recorded-facts.ts';
import { runLifecycle } from '../spec/run-lifecycle.ts';
import type { SimulatedHandoff } from '../spec/simulated-handoff.ts';
import { durationMilliseconds } from '../time/duration.ts';
import { MINUTE } from '../time/units.ts';
import { deadlines } from './deadlines.ts';
import { applySteps } from './fold.ts';
import { isSamePromise } from './promises.ts';
import { countedTouches, emptyState, hasEnoughTouches } from './state.ts';
import type { RunningPromise } from './state.ts';
import { ticketRole } from './ticket-owner.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

const expectOwnerOrTicket = ({ state }: SimulatedHandoff): void => {
  const { ownerId, tickets, stage } = state;
  if (stage === 'ended') expect({ promises: state.promises, tickets }).toEqual({ promises: [], tickets: [] });
  else if (stage === 'queued') expect({ ownerId, tickets }).toMatchObject({ ownerId: null });
  // A queued lead that the team lead returns has no owner; marketing or the arbiter must act.
  else if (stage !== 'returned' && stage !== 'contested') expect(ownerId).not.toBeNull();
  // The team lead owns the next step of a queued lead.
  if (stage === 'queued') expect(state.teamId).not.toBeNull();
};

/** An open handoff has a deadline, or a ticket that somebody must act on. */
const expectDeadlineOrTicket = ({ state }: SimulatedHandoff): void => {
  const actionable = state.tickets.filter((ticket) => state.ownerId !== null || ticketRole(ticket) !== undefined);
  // A queued lead waits for the team, whose lead has a ticket once it is late.
  if (state.stage !== 'ended' && state.stage !== 'queued')
    expect(deadlines(state).length + actionable.length).toBeGreaterThan(0);
};

/** A breach whose ladder has later steps has escalated or will, on one of its clocks. */
const expectEscalation = ({ state, record, agreement }: SimulatedHandoff): void => {
  const broken = state.promises.filter((running) => running.broken);
  const hasEscalated = (running: RunningPromise): boolean => {
    const steps = record.map(({ step }) => step).filter((step) => 'promise' in step && isSamePromise(step, running));
    return steps
      .slice(steps.findLastIndex(({ type }) => type === 'promise-started'))
      .some(({ type }) => type === 'escalated');
  };
  for (const { promise } of broken) {
    if (!agreement.promises[promise].ladder.some(({ after }) => durationMilliseconds(after) > 0)) continue;
    const clocks = broken.filter((running) => running.promise === promise);
    expect(clocks.some((running) => running.escalations.length > 0 || hasEscalated(running))).toBe(true);
  }
};

const expectOwnersClocksOfOneOwner = ({ state }: SimulatedHandoff): void => {
  const owners = state.promises.filter(({ clock }) => clock === 'owner').map(({ ownerId }) => ownerId);
  expect(owners.filter((ownerId) => ownerId !== state.ownerId)).toEqual([]);
  const clocks = state.promises.map(({ promise, clock }) => `${promise} ${clock}`);
  expect(new Set(clocks).size).toBe(clocks.length);
};

/** A rep owes touches until there are enough. After a corrected contact there can be fewer, because what they kept stays kept. */
const expectTouchesOwed = ({ state, record }: SimulatedHandoff): void => {
  const isWithRep = ['awaiting-acceptance', 'awaiting-first-contact', 'working'].includes(state.stage);
  if (!isWithRep || hasEnoughTouches(state) || record.some(({ step }) => step.type === 'contact-corrected')) return;
  expect(state.promises.map(({ promise }) => promise)).toContain('touches');
};

/** Every run of every clock, with the types of the steps that changed it. */
function clockRuns({ record }: SimulatedHandoff): string[][] {
  const runs = new Map<string, string[][]>();
  for (const { step } of record) {
    if (!('promise' in step) || stepsThatKeepRuns.includes(step.type)) continue;
    const name = `${step.promise} ${step.clock}`;
    const runsOfClock = runs.get(name) ?? [];
    runs.set(name, runsOfClock);
    const change = step.type === 'promise-kept' && step.late ? 'promise-kept-late' : step.type;
    if (change === 'promise-started') runsOfClock.push([]);
    else runsOfClock.at(-1)?.push(change);
  }
  return [...runs.values()].flat();
}

/** Steps about a running promise that do not change its outcome. */
const stepsThatKeepRuns: readonly string[] = [
  'promise-reminder-due',
  'escalated',
  'promise-rescheduled',
  'breach-corrected',
];

const possibleRuns = [
  '',
  'promise-kept',
  'promise-released',
  'promise-broken',
  'promise-broken,promise-kept-late',
  'promise-broken,promise-released',
];

const expectTicketsToOpenOnce = ({ record }: SimulatedHandoff): void => {
  const open = new Set<string>();
  for (const { step } of record) {
    if (step.type === 'ticket-opened') expect(open.has(step.ticket)).toBe(false);
    if (step.type === 'ticket-closed') expect(open.delete(step.ticket)).toBe(true);
    if (step.type === 'ticket-opened') open.add(step.ticket);
  }
};

const reasonsWithoutRouting: readonly string[] = ['reassigned', 'inbound-call', 'sql'];

let calls = 0;
/** Each call runs other lifecycles, about five thousand in all. */
const always = (property: (lifecycle: Lifecycle) => void): void => {
  calls += 1;
  fc.assert(fc.property(anyLifecycle, property), { seed: seed + calls, numRuns: 600 });
};

describe(`handoffs through generated lifecycles (seed ${seed}; set SEED to repeat)`, () => {
  it("an open handoff has an owner or a ticket, and only its owner owes promises on the owner's clock", () => {
    always((lifecycle) => {
      runLifecycle(lifecycle, (handoff) => {
        expectOwnerOrTicket(handoff);
        expectDeadlineOrTicket(handoff);
        expectEscalation(handoff);
        expectTouchesOwed(handoff);
        expectOwnersClocksOfOneOwner(handoff);
      });
    });
  });

  it('versions have no gaps, and the record alone reproduces the state', () => {
    always((lifecycle) => {
      const { record, state } = runLifecycle(lifecycle, () => undefined);
      expect(record.map(({ version }) => version)).toEqual(record.map((_, index) => index + 1));
      expect(applySteps(emptyState('handoff-1'), record)).toEqual(state);
      expect(applySteps(state, record)).toEqual(state);
      expect(applySteps(emptyState('handoff-1'), structuredClone(JSON.parse(JSON.stringify(record))))).toEqual(state);
    });
  });

  it('a run of a clock ends at most once, and never both broken and kept in time', () => {
    always((lifecycle) => {
      const handoff = runLifecycle(lifecycle, () => undefined);
      for (const run of clockRuns(handoff)) expect(possibleRuns).toContain(run.join());
      expectTicketsToOpenOnce(handoff);
    });
  });

  it('a due moment moves only with a recorded assignment, a pause, the end of a pause or a restart', () => {
    always((lifecycle) => {
      const { record } = runLifecycle(lifecycle, () => undefined);
      let state = emptyState('handoff-1');
      let cause = '';
      for (const recorded of record) {
        const after = applySteps(state, [recorded]);
        // An assignment restarts the promise, with another `from`.
        const moved = state.promises.filter(({ promise, clock, from, dueAt }) =>
          after.promises.some(
            (later) => isSamePromise(later, { promise, clock }) && later.from === from && later.dueAt !== dueAt,
          ),
        );
        if (moved.length > 0) {
          expect(recorded.step.type).toBe('promise-rescheduled');
          expect(['next-step-agreed', 'signal-added']).toContain(cause);
        }
        if (recorded.step.type !== 'promise-rescheduled') cause = recorded.step.type;
        state = after;
      }
    });
  });

  it('no reminder is due twice or after its promise was broken', () => {
    always((lifecycle) => {
      const { record } = runLifecycle(lifecycle, ({ state }) => {
        for (const { broken, reminders } of state.promises) if (broken) expect(reminders).toEqual([]);
      });
      const remaining = new Map<string, number>();
      for (const { step } of record) {
        // A correction can concern an earlier run, so it says nothing about the current one.
        if (!('promise' in step) || step.type === 'breach-corrected') continue;
        const name = `${step.promise} ${step.clock}`;
        const reminders = remaining.get(name) ?? 0;
        if (step.type === 'promise-started' || step.type === 'promise-rescheduled')
          remaining.set(name, step.remindAt.length);
        else if (step.type === 'promise-reminder-due') remaining.set(name, reminders - 1);
        else remaining.set(name, 0);
        expect(remaining.get(name)).toBeGreaterThanOrEqual(0);
      }
    });
  });

  it('routing never assigns a lead again to a person who declined it', () => {
    always((lifecycle) => {
      const { record } = runLifecycle(lifecycle, () => undefined);
      const excluded = new Set<string>();
      for (const { step } of record) {
        if (step.type !== 'assigned') continue;
        if (step.previousOwnerId && step.reason === 'declined') excluded.add(step.previousOwnerId);
        if (!reasonsWithoutRouting.includes(step.reason)) expect(excluded.has(step.ownerId)).toBe(false);
      }
    });
  });

  it('every routing decision can be recomputed from its record', () => {
    always((lifecycle) => {
      for (const decision of runLifecycle(lifecycle, () => undefined).routings) {
        expect(recompute(structuredClone(decision))).toBe(decision.chosen);
      }
    });
  });

  it('the same lifecycle gives the same record', () => {
    always((lifecycle) => {
      expect(runLifecycle(structuredClone(lifecycle), () => undefined).record).toEqual(
        runLifecycle(lifecycle, () => undefined).record,
      );
    });
  });

  it('counted touches are numbered without gaps and far enough apart, and the maximum closes the handoff', () => {
    always((lifecycle) => {
      const { record, agreement } = runLifecycle(lifecycle, () => undefined);
      let touches: { version: number; countedAt?: string; reached: boolean }[] = [];
      let hasReplied = false;
      const numberOfCounted = (): number => countedBySpacing(touches.flatMap(({ countedAt = [] }) => countedAt));
      for (const { version, step } of record) {
        if (step.type === 'lead-replied') hasReplied = true;
        if (step.type === 'touch-voided') touches = touches.filter((touch) => touch.version !== step.touchVersion);
        if (step.type === 'unreachable' && step.automatic) {
          expect(numberOfCounted()).toBeGreaterThanOrEqual(agreement.touches.maximum);
          expect(hasReplied || touches.some(({ reached }) => reached)).toBe(false);
        }
        if (step.type !== 'touched') continue;
        const before = numberOfCounted();
        const { countedAt, reached, countedTouchNumber } = step;
        touches.push({ version, reached, ...(countedAt && { countedAt }) });
        expect(countedTouchNumber).toBe(numberOfCounted() > before ? before + 1 : undefined);
      }
    });
  });

  it('reports count the touches that the handoff counts', () => {
    always((lifecycle) => {
      const { record, state } = runLifecycle(lifecycle, () => undefined);
      expect(factsAfter(record).countedTouches).toBe(countedTouches(state).length);
    });
  });
});

/** How many moments can be chosen that are ten minutes apart: counted without the order in which they were reported. */
function countedBySpacing(moments: readonly string[]): number {
  const [first, ...later] = moments.map((moment) => Date.parse(moment)).sort((a, b) => a - b);
  if (first === undefined) return 0;
  const rest = later.filter((moment) => moment >= first + 10 * MINUTE);
  return 1 + countedBySpacing(rest.map((moment) => new Date(moment).toISOString()));
}
