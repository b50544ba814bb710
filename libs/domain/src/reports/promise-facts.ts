import { isKeptByTouch } from '../handoff/state.ts';
import type { HandoffStep, PromiseReference } from '../handoff/steps.ts';
import type { Effect } from './fold-facts.ts';
import type { HandoffFacts, PromiseFact } from './handoff-facts.ts';

type StepOf<Type extends HandoffStep['type']> = HandoffStep & { type: Type };

/** The lead's clock outlives owners: its step says who owed the promise then. */
const promiseOwner = ({ ownerId }: { ownerId?: string }): { ownerId?: string } =>
  ownerId === undefined ? {} : { ownerId };

const isSamePromiseFact = (fact: PromiseFact, { promise, clock }: PromiseReference): boolean =>
  fact.promise === promise && fact.clock === clock;

/** On the owner's clock each has their own. */
const hasSameOwner = (fact: PromiseFact, { clock, ownerId }: PromiseReference & { ownerId?: string }): boolean =>
  clock === 'lead' || fact.ownerId === ownerId;

export function promiseStarted(
  facts: HandoffFacts,
  step: StepOf<'promise-started'>,
  at: string,
  version: number,
): Effect {
  const { promise, clock, dueAt, startsAt: from = at } = step;
  const teamId = facts.assignment?.teamId;
  const started: PromiseFact = {
    version,
    knownAt: at,
    promise,
    clock,
    startedAt: from,
    dueAt,
    ...promiseOwner(step),
    ...(teamId !== undefined && { teamId }),
  };
  // A breach stays a breach; a running that was neither kept nor broken makes room, and so does one kept by mistake.
  const open = facts.openPromises.filter((fact) => isSamePromiseFact(fact, step));
  const mistaken = facts.keptByTouch.filter(
    (fact) => isSamePromiseFact(fact, step) && fact.startedAt === from && Date.parse(from) < Date.parse(at),
  );
  const replaced = [...open.filter(({ brokenAt }) => brokenAt === undefined), ...mistaken];
  return {
    facts: {
      openPromises: [...facts.openPromises.filter((fact) => !open.includes(fact)), started],
      keptByTouch: facts.keptByTouch.filter((fact) => !mistaken.includes(fact)),
      closedBreaches: withClosedBreaches(facts, open).filter(
        (fact) => !mistaken.some(({ version: kept }) => fact.version === kept),
      ),
    },
    changes: { promises: [...replaced.map((fact) => ({ ...fact, replacedAt: at })), started] },
  };
}

/** A running promise changes; one that goes is over. */
export function promiseChanged(
  facts: HandoffFacts,
  reference: PromiseReference,
  change: Partial<PromiseFact>,
  then: 'open' | 'closed' = 'open',
): Effect {
  const open = facts.openPromises.find((fact) => isSamePromiseFact(fact, reference));
  if (!open) return { facts: {} };
  const changed = { ...open, ...change, ...keepFirstEscalation(open) };
  const others = facts.openPromises.filter((fact) => fact !== open);
  return {
    facts:
      then === 'open'
        ? { openPromises: [...others, changed] }
        : { openPromises: others, closedBreaches: withClosedBreaches(facts, [changed]) },
    changes: { promises: [changed] },
  };
}

const withClosedBreaches = (
  { closedBreaches: goneBroken = [] }: HandoffFacts,
  gone: readonly PromiseFact[],
): PromiseFact[] => [...goneBroken, ...gone.filter(({ brokenAt }) => brokenAt !== undefined)];

/** A breach is corrected wherever its clock is by now: still open, released with its owner, or kept late. */
export function breachCorrected(facts: HandoffFacts, step: StepOf<'breach-corrected'>, at: string): Effect {
  const isCorrectedBreach = (fact: PromiseFact): boolean =>
    isSamePromiseFact(fact, step) &&
    fact.brokenAt !== undefined &&
    fact.dueAt === step.dueAt &&
    hasSameOwner(fact, step);
  if (facts.openPromises.some(isCorrectedBreach)) return promiseChanged(facts, step, { correctedAt: at });
  const { closedBreaches: gone = [] } = facts;
  const found = gone.findLast(isCorrectedBreach);
  if (!found) return { facts: {} };
  const corrected = { ...found, correctedAt: at };
  return {
    facts: {
      closedBreaches: gone.filter((fact) => fact !== found),
      // The touch that kept it late may be taken back yet, and then this is what was replaced.
      keptByTouch: facts.keptByTouch.map((fact) => (fact.version === found.version ? corrected : fact)),
    },
    changes: { promises: [corrected] },
  };
}

/** Of several rungs the first is kept. */
const keepFirstEscalation = ({ escalatedAt }: PromiseFact): Partial<PromiseFact> =>
  escalatedAt === undefined ? {} : { escalatedAt };

export const promiseBroken = (facts: HandoffFacts, step: StepOf<'promise-broken'>, at: string): Effect =>
  promiseChanged(facts, step, { ...promiseOwner(step), brokenAt: at });

export function promiseKept(facts: HandoffFacts, step: StepOf<'promise-kept'>, at: string): Effect {
  const { late: keptLate, countedMilliseconds, wallClockMilliseconds } = step;
  const open = facts.openPromises.find((fact) => isSamePromiseFact(fact, step));
  // A breach stays with whoever owed the promise at that moment, also when somebody else keeps it late.
  const owed = open?.brokenAt === undefined ? promiseOwner(step) : {};
  const kept = { keptAt: at, keptLate, countedMilliseconds, wallClockMilliseconds };
  const effect = promiseChanged(facts, step, { ...owed, ...kept }, 'closed');
  const keptByTouch = [...facts.keptByTouch, ...(isKeptByTouch(step.promise) ? (effect.changes?.promises ?? []) : [])];
  return { ...effect, facts: { ...effect.facts, keptByTouch } };
}
