import fc from 'fast-check';
import { deadlines } from './deadlines.ts';
import { applySteps } from './fold.ts';
import { isSamePromise } from './promises.ts';
import { emptyState, hasEnoughTouches } from './state.ts';
import type { RunningPromise } from './state.ts';
import { ticketRole } from './ticket-owner.ts';
import { recompute } from '../routing/route.ts';
import { anyLifecycle } from '../spec/arbitrary-lifecycle.ts';
import type { Lifecycle } from '../spec/arbitrary-lifecycle.ts';
import { runLifecycle } from '../spec/run-lifecycle.ts';
import type { SimulatedHandoff } from '../spec/simulated-handoff.ts';
import { durationMilliseconds } from '../time/duration.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

const ownedOrAlarmed = ({ state }: SimulatedHandoff): void => {
  const { ownerId, tickets, stage } = state;
  if (stage === 'ended') expect({ promises: state.promises, tickets }).toEqual({ promises: [], tickets: [] });
  else if (stage === 'queued') expect({ ownerId, tickets }).toMatchObject({ ownerId: null });
  // What the team lead gave back for nobody is marketing's, or the arbiter's.
  else if (stage !== 'returned' && stage !== 'contested') expect(ownerId).not.toBeNull();
  if (stage === 'queued') expect(tickets).toContain('nobody-eligible');
};

/** Nothing hangs in silence: something is still to come by itself, or an alarm is open that somebody must act on. */
const neverForgotten = ({ state }: SimulatedHandoff): void => {
  const alarms = state.tickets.filter((ticket) => state.ownerId !== null || ticketRole(ticket) !== undefined);
  if (state.stage !== 'ended') expect(deadlines(state).length + alarms.length).toBeGreaterThan(0);
};

/** Of a breach whose ladder has a later rung, somebody was told or will be: by this clock, or by the other that runs beside it. */
const climbsToItsEnd = ({ state, record, agreement }: SimulatedHandoff): void => {
  const broken = state.promises.filter((running) => running.broken);
  const wasTold = (running: RunningPromise): boolean => {
    const steps = record.map(({ step }) => step).filter((step) => 'promise' in step && isSamePromise(step, running));
    return steps
      .slice(steps.findLastIndex(({ type }) => type === 'promise-started'))
      .some(({ type }) => type === 'escalated');
  };
  for (const { promise } of broken) {
    if (!agreement.promises[promise].ladder.some(({ after }) => durationMilliseconds(after) > 0)) continue;
    const clocks = broken.filter((running) => running.promise === promise);
    expect(clocks.some((running) => running.escalations.length > 0 || wasTold(running))).toBe(true);
  }
};

const oneOwnersClock = ({ state }: SimulatedHandoff): void => {
  const owners = state.promises.filter(({ clock }) => clock === 'owner').map(({ ownerId }) => ownerId);
  expect(owners.filter((ownerId) => ownerId !== state.ownerId)).toEqual([]);
  const clocks = state.promises.map(({ promise, clock }) => `${promise} ${clock}`);
  expect(new Set(clocks).size).toBe(clocks.length);
};

/** Sales owes the touches until there are enough of them; what touches to a wrong number kept stays kept. */
const triesUntilEnough = ({ state, record }: SimulatedHandoff): void => {
  const isWithRep = ['awaiting-acceptance', 'awaiting-first-contact', 'working'].includes(state.stage);
  if (!isWithRep || hasEnoughTouches(state) || record.some(({ step }) => step.type === 'contact-corrected')) return;
  expect(state.promises.map(({ promise }) => promise)).toContain('touches');
};

/** Every run of every clock: how it began and what became of it, in order. */
function clocksOf({ record }: SimulatedHandoff): string[][] {
  const runs = new Map<string, string[][]>();
  for (const { step } of record) {
    if (!('promise' in step) || BESIDE.includes(step.type)) continue;
    const name = `${step.promise} ${step.clock}`;
    const known = runs.get(name) ?? [];
    runs.set(name, known);
    const what = step.type === 'promise-kept' && step.late ? 'promise-kept-late' : step.type;
    if (what === 'promise-started') known.push([]);
    else known.at(-1)?.push(what);
  }
  return [...runs.values()].flat();
}

/** Steps about a running promise that change nothing in what becomes of it. */
const BESIDE: readonly string[] = ['promise-reminder-due', 'escalated', 'promise-rescheduled', 'breach-corrected'];

const POSSIBLE = [
  '',
  'promise-kept',
  'promise-released',
  'promise-broken',
  'promise-broken,promise-kept-late',
  'promise-broken,promise-released',
];

const ticketsOpenOnce = ({ record }: SimulatedHandoff): void => {
  const open = new Set<string>();
  for (const { step } of record) {
    if (step.type === 'ticket-opened') expect(open.has(step.ticket)).toBe(false);
    if (step.type === 'ticket-closed') expect(open.delete(step.ticket)).toBe(true);
    if (step.type === 'ticket-opened') open.add(step.ticket);
  }
};

const BY_HAND: readonly string[] = ['reassigned', 'inbound-call', 'sql'];

let lives = 0;
/** Each call sees lives of its own: some five thousand in all. */
const always = (property: (life: Lifecycle) => void): void => {
  lives += 1;
  fc.assert(fc.property(anyLifecycle, property), { seed: seed + lives, numRuns: 600 });
};

describe(`Whatever happens to a handoff (seed ${seed}; SEED repeats one)`, () => {
  it("while it is open it has an owner or a named alarm, and only the owner owes on the owner's clock", () => {
    always((life) => {
      runLifecycle(life, (handoff) => {
        ownedOrAlarmed(handoff);
        neverForgotten(handoff);
        climbsToItsEnd(handoff);
        triesUntilEnough(handoff);
        oneOwnersClock(handoff);
      });
    });
  });

  it('versions have no gap, and the record alone gives the state again', () => {
    always((life) => {
      const { record, state } = runLifecycle(life, () => undefined);
      expect(record.map(({ version }) => version)).toEqual(record.map((_, index) => index + 1));
      expect(applySteps(emptyState('handoff-1'), record)).toEqual(state);
      expect(applySteps(state, record)).toEqual(state);
      expect(applySteps(emptyState('handoff-1'), structuredClone(JSON.parse(JSON.stringify(record))))).toEqual(state);
    });
  });

  it('no promise is both broken and kept in time, or anything twice, on one run of one clock', () => {
    always((life) => {
      const handoff = runLifecycle(life, () => undefined);
      for (const run of clocksOf(handoff)) expect(POSSIBLE).toContain(run.join());
      ticketsOpenOnce(handoff);
    });
  });

  it('no reminder comes twice, nor after its promise was broken', () => {
    always((life) => {
      const { record } = runLifecycle(life, ({ state }) => {
        for (const { broken, reminders } of state.promises) if (broken) expect(reminders).toEqual([]);
      });
      const toCome = new Map<string, number>();
      for (const { step } of record) {
        // A correction is of a running that may be over: it says nothing of the one that runs now.
        if (!('promise' in step) || step.type === 'breach-corrected') continue;
        const name = `${step.promise} ${step.clock}`;
        const left = toCome.get(name) ?? 0;
        if (step.type === 'promise-started' || step.type === 'promise-rescheduled')
          toCome.set(name, step.remindAt.length);
        else if (step.type === 'promise-reminder-due') toCome.set(name, left - 1);
        else toCome.set(name, 0);
        expect(toCome.get(name)).toBeGreaterThanOrEqual(0);
      }
    });
  });

  it('nobody gets a lead again by routing that they declined or let lie', () => {
    always((life) => {
      const { record } = runLifecycle(life, () => undefined);
      const left = new Set<string>();
      for (const { step } of record) {
        if (step.type !== 'assigned') continue;
        if (step.previousOwnerId && !BY_HAND.includes(step.reason)) left.add(step.previousOwnerId);
        if (!BY_HAND.includes(step.reason)) expect(left.has(step.ownerId)).toBe(false);
      }
    });
  });

  it('every choice of an owner can be computed again from what is recorded', () => {
    always((life) => {
      for (const decision of runLifecycle(life, () => undefined).routings) {
        expect(recompute(structuredClone(decision))).toBe(decision.chosen);
      }
    });
  });

  it('the same life gives the same record', () => {
    always((life) => {
      expect(runLifecycle(structuredClone(life), () => undefined).record).toEqual(
        runLifecycle(life, () => undefined).record,
      );
    });
  });

  it('touches that count are numbered without gap and lie apart; the end by itself comes with the last', () => {
    always((life) => {
      const { record, agreement } = runLifecycle(life, () => undefined);
      let standing: { version: number; at: string; counts: boolean; reached: boolean }[] = [];
      let answered = false;
      for (const { version, at: moment, step } of record) {
        const counted = standing.filter(({ counts }) => counts);
        if (step.type === 'lead-replied') answered = true;
        if (step.type === 'touch-voided') standing = standing.filter((touch) => touch.version !== step.touchVersion);
        if (step.type === 'unreachable' && step.automatic) {
          expect(counted).toHaveLength(agreement.touches.maximum);
          expect(answered || standing.some(({ reached }) => reached)).toBe(false);
        }
        if (step.type !== 'touched') continue;
        if (step.countedTouchNumber !== undefined) {
          expect(step.countedTouchNumber).toBe(counted.length + 1);
          const last = counted.at(-1);
          if (last) expect(Date.parse(moment) - Date.parse(last.at)).toBeGreaterThanOrEqual(600_000);
        }
        standing.push({ version, at: moment, counts: step.countedTouchNumber !== undefined, reached: step.reached });
      }
    });
  });
});
