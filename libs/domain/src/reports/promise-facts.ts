import { isKeptByTouch } from '../handoff/promises.ts';
import type { PromiseReference } from '../handoff/promises.ts';
import type { StepOf } from '../handoff/steps.ts';
import type { Effect, HandoffFacts, KnownStep, PromiseFact } from './handoff-facts.ts';

/** The lead's clock outlives owners, so each step names the owner who owed the promise at that time. */
const ownerOf = ({ ownerId }: { ownerId?: string }): { ownerId?: string } => (ownerId === undefined ? {} : { ownerId });

const isSamePromiseFact = (fact: PromiseFact, { promise, clock }: PromiseReference): boolean =>
  fact.promise === promise && fact.clock === clock;

const hasSameOwner = (fact: PromiseFact, { clock, ownerId }: PromiseReference & { ownerId?: string }): boolean =>
  clock === 'lead' || fact.ownerId === ownerId;

export function promiseStarted(
  facts: HandoffFacts,
  step: StepOf<'promise-started'>,
  { at, knownAt, version }: KnownStep & { version: number },
): Effect {
  const { promise, clock, dueAt, startsAt = at } = step;
  const teamId = facts.assignment?.teamId;
  const started: PromiseFact = {
    version,
    knownAt,
    promise,
    clock,
    startedAt: startsAt,
    dueAt,
    ...ownerOf(step),
    ...(teamId !== undefined && { teamId }),
  };
  // The new run replaces one that was neither kept nor broken, and one that a voided touch kept. A breach remains.
  const open = facts.openPromises.filter((fact) => isSamePromiseFact(fact, step));
  const reopened = facts.keptByTouch.filter(
    (fact) => isSamePromiseFact(fact, step) && fact.startedAt === startsAt && Date.parse(startsAt) < Date.parse(at),
  );
  const replaced = [...open.filter(({ brokenAt }) => brokenAt === undefined), ...reopened];
  return {
    facts: {
      openPromises: [...facts.openPromises.filter((fact) => !open.includes(fact)), started],
      keptByTouch: facts.keptByTouch.filter((fact) => !reopened.includes(fact)),
      closedBreaches: withClosedBreaches(facts, open).filter(
        (fact) => !reopened.some((other) => other.version === fact.version),
      ),
    },
    changes: { promises: [...replaced.map((fact) => ({ ...fact, replacedAt: knownAt })), started] },
  };
}

/** Changes an open promise, and closes it if its new state is `closed`. */
export function promiseChanged(
  facts: HandoffFacts,
  reference: PromiseReference,
  change: Partial<PromiseFact>,
  newState: 'open' | 'closed' = 'open',
): Effect {
  const open = facts.openPromises.find((fact) => isSamePromiseFact(fact, reference));
  if (!open) return { facts: {} };
  const changed = { ...open, ...change, ...firstEscalation(open) };
  const others = facts.openPromises.filter((fact) => fact !== open);
  return {
    facts:
      newState === 'open'
        ? { openPromises: [...others, changed] }
        : { openPromises: others, closedBreaches: withClosedBreaches(facts, [changed]) },
    changes: { promises: [changed] },
  };
}

const withClosedBreaches = ({ closedBreaches }: HandoffFacts, closed: readonly PromiseFact[]): PromiseFact[] => [
  ...closedBreaches,
  ...closed.filter(({ brokenAt }) => brokenAt !== undefined),
];

/** Later escalations do not overwrite the first one. */
const firstEscalation = ({ escalatedAt }: PromiseFact): Partial<PromiseFact> =>
  escalatedAt === undefined ? {} : { escalatedAt };

/** A breach can be corrected while its promise is open, and after the promise was released or kept late. */
export function breachCorrected(facts: HandoffFacts, step: StepOf<'breach-corrected'>, knownAt: string): Effect {
  const isCorrectedBreach = (fact: PromiseFact): boolean =>
    isSamePromiseFact(fact, step) &&
    fact.brokenAt !== undefined &&
    fact.dueAt === step.dueAt &&
    hasSameOwner(fact, step);
  if (facts.openPromises.some(isCorrectedBreach)) return promiseChanged(facts, step, { correctedAt: knownAt });
  const { closedBreaches, keptByTouch } = facts;
  const breach = closedBreaches.findLast(isCorrectedBreach);
  if (!breach) return { facts: {} };
  const corrected = { ...breach, correctedAt: knownAt };
  return {
    facts: {
      closedBreaches: closedBreaches.filter((fact) => fact !== breach),
      // If the touch that kept it late is voided later, this is the run that gets replaced.
      keptByTouch: keptByTouch.map((fact) => (fact.version === breach.version ? corrected : fact)),
    },
    changes: { promises: [corrected] },
  };
}

export const promiseBroken = (facts: HandoffFacts, step: StepOf<'promise-broken'>, knownAt: string): Effect =>
  promiseChanged(facts, step, {
    ...ownerOf(step),
    brokenAt: knownAt,
    ...(step.account && { accountAtBreach: step.account }),
  });

export function promiseKept(facts: HandoffFacts, step: StepOf<'promise-kept'>, { at, knownAt }: KnownStep): Effect {
  const { late: keptLate, countedMilliseconds, wallClockMilliseconds } = step;
  const open = facts.openPromises.find((fact) => isSamePromiseFact(fact, step));
  // A breach stays with the person who owed the promise then, even if somebody else keeps it late.
  const owner = open?.brokenAt === undefined ? ownerOf(step) : {};
  const evidence = isKeptByTouch(step.promise)
    ? facts.touches.findLast((touch) => touch.at === at)?.evidence
    : undefined;
  const kept = {
    ...owner,
    keptAt: knownAt,
    keptLate,
    countedMilliseconds,
    wallClockMilliseconds,
    ...(step.account && { accountAtTouch: step.account }),
    ...(evidence && { evidence }),
  };
  const effect = promiseChanged(facts, step, kept, 'closed');
  const keptPromises = isKeptByTouch(step.promise) ? (effect.changes?.promises ?? []) : [];
  return { ...effect, facts: { ...effect.facts, keptByTouch: [...facts.keptByTouch, ...keptPromises] } };
}
