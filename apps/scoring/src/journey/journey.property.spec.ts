import fc from 'fast-check';
import type { ReturnDisposition, Ending, LeadSnapshot, SignalKind } from '@baton/domain';
import type { HandoffStepRecorded } from '@baton/contracts';
import { agreementsByVersion } from './agreements.ts';
import { hasHandled, nextHandoffNumber } from './handoffs.ts';
import type { HandoffSummary } from './handoffs.ts';
import { applyHandoffStep } from './apply-handoff-step.ts';
import { leadStatus } from './lead-status.ts';
import type { LatestVerdict } from './lead-status.ts';
import { judgeSignal } from './judge-signal.ts';
import type { JudgedSignal } from './judge-signal.ts';
import { isBefore } from './moments.ts';

const agreements = agreementsByVersion([]);
const moment = (minute: number): string => new Date(Date.UTC(2026, 2, 2, 9, minute)).toISOString();

interface Scenario {
  /** In ascending order. A signal that is not in time is missing from the record of its handoff. */
  signals: { minute: number; kind: SignalKind; inTime: boolean }[];
  /** By handoff number: how long it lasts, how it ends, and how many minutes before the end it was returned. */
  lifecycles: { minutes: number; ending: Ending; returnedBefore: number; disposition: ReturnDisposition }[];
}

const scenario: fc.Arbitrary<Scenario> = fc.record({
  signals: fc
    .uniqueArray(
      fc.record({
        minute: fc.integer({ min: 0, max: 60 }),
        kind: fc.constantFrom<SignalKind>('request', 'demo', 'content', 'visit'),
        inTime: fc.boolean(),
      }),
      { selector: ({ minute }) => minute, minLength: 1, maxLength: 8 },
    )
    .map((signals) => signals.sort((a, b) => a.minute - b.minute)),
  lifecycles: fc.array(
    fc.record({
      minutes: fc.integer({ min: 1, max: 20 }),
      ending: fc.constantFrom<Ending>('sql', 'returned', 'unreachable'),
      returnedBefore: fc.integer({ min: 0, max: 20 }),
      disposition: fc.constantFrom<ReturnDisposition>('nurtured', 'rejected'),
    }),
    { minLength: 8, maxLength: 8 },
  ),
});

/** Simulates scoring while it reads the two topics at different speeds. */
function simulate({ signals, lifecycles }: Scenario, readHandoffsNext: () => boolean) {
  let handoffs: HandoffSummary[] = [];
  let latest: LatestVerdict | undefined;
  const judgements = new Map<string, JudgedSignal>();
  const captured = signals.map(({ minute, inTime }, index) => {
    const all = signals.slice(0, index + 1);
    const lead: LeadSnapshot = {
      source: 'website',
      reachableBy: ['email'],
      flags: [],
      consent: null,
      signals: all.map((each) => ({ signalId: `s${each.minute}`, kind: each.kind, receivedAt: moment(each.minute) })),
    };
    return { signalId: `s${minute}`, receivedAt: moment(minute), lead, inTime };
  });
  const steps: HandoffStepRecorded[] = [];
  const opened = new Set<number>();

  const judge = (signal: (typeof captured)[number]): void => {
    const result = judgeSignal(handoffs, signal, agreements);
    handoffs = result.handoffs;
    judgements.set(signal.signalId, result.judged);
    if (!latest || !isBefore(signal.receivedAt, latest.receivedAt)) {
      const { verdict } = result.judged.judgement;
      const { reviewDueAt } = result.judged;
      latest = {
        signalId: signal.signalId,
        receivedAt: signal.receivedAt,
        verdict,
        failed: [],
        ...(reviewDueAt && { reviewDueAt }),
      };
    }
    for (const { number } of handoffs) {
      const lifecycle = lifecycles[number - 1];
      if (opened.has(number) || !lifecycle) continue;
      opened.add(number);
      steps.push(...recordOf(number, lifecycle, signal));
    }
  };

  /** The steps of the handoff that this signal opened. It starts after the previous handoff has ended. */
  const recordOf = (number: number, lifecycle: Scenario['lifecycles'][number], opener: (typeof captured)[number]) => {
    const startedAt = [opener.receivedAt, ...handoffs.map(({ endedAt = '' }) => endedAt)].sort().at(-1) ?? '';
    const after = (minutes: number): string => new Date(Date.parse(startedAt) + minutes * 60_000).toISOString();
    const endedAt = after(lifecycle.minutes);
    const returnedAt = after(lifecycle.minutes - lifecycle.returnedBefore);
    const step = (at: string, data: object) =>
      ({ handoffNumber: number, agreementVersion: 1, at, step: data }) as HandoffStepRecorded;
    const signalsOf = (from: string, to: string) =>
      captured
        .filter(({ receivedAt }) => !isBefore(receivedAt, from) && isBefore(receivedAt, to))
        .filter(({ inTime }) => inTime)
        .map(({ signalId, receivedAt }) => step(receivedAt, { type: 'signal-added', signalId }));
    const { lead, receivedAt: signalReceivedAt } = opener;
    const begin = step(startedAt, { type: 'started', lead, signalReceivedAt });
    const end = step(endedAt, { type: 'ended', ending: lifecycle.ending });
    if (lifecycle.ending !== 'returned') return [begin, ...signalsOf(signalReceivedAt, endedAt), end];
    return [
      begin,
      ...signalsOf(signalReceivedAt, returnedAt),
      step(returnedAt, { type: 'returned', reason: 'no-budget' }),
      ...signalsOf(returnedAt, endedAt),
      step(endedAt, { type: 'return-accepted', disposition: lifecycle.disposition }),
      end,
    ];
  };

  let next = 0;
  while (next < captured.length || steps.length > 0) {
    const step = steps.length > 0 && (next >= captured.length || readHandoffsNext()) ? steps.shift() : undefined;
    const signal = step ? undefined : captured[next++];
    if (signal) judge(signal);
    const update = step && applyHandoffStep(handoffs, step);
    if (!update) continue;
    handoffs = update.handoffs;
    const { ended } = update;
    if (!ended) continue;
    const isUnhandled = (signal: (typeof captured)[number]): boolean =>
      judgements.get(signal.signalId)?.withinHandoff === ended.number && !hasHandled(ended, signal);
    for (const signal of captured.slice(0, next).filter(isUnhandled)) judge(signal);
  }
  return {
    handoffs,
    captured,
    judgements: Object.fromEntries(judgements),
    status: leadStatus(handoffs, latest, agreements),
  };
}

describe('scoring in any order of reading leads and handoffs', () => {
  const orders = fc.infiniteStream(fc.boolean());
  const reader = (stream: Iterator<boolean>) => (): boolean => stream.next().value === true;

  it('handoffs, judgements and the lead status do not depend on the order of reading', () => {
    fc.assert(
      fc.property(scenario, orders, (each, order) => {
        const inTime = simulate(each, () => true);
        const late = simulate(each, () => false);
        const mixed = simulate(each, reader(order));
        expect(mixed.handoffs).toEqual(late.handoffs);
        expect(mixed.judgements).toEqual(late.judgements);
        expect(mixed.status).toEqual(late.status);
        // Reading all handoffs first also gives the same result.
        expect(inTime).toEqual(late);
      }),
      { numRuns: 300 },
    );
  });

  it('the handoffs of a lead have no gaps in their numbers, at most one is open, and each was opened by a signal that no earlier one had handled', () => {
    fc.assert(
      fc.property(scenario, orders, (each, order) => {
        const { handoffs, captured } = simulate(each, reader(order));
        expect(handoffs.map(({ number }) => number)).toEqual(handoffs.map((_, index) => index + 1));
        handoffs.forEach(({ openedAt }, index) => {
          const before = handoffs.slice(0, index);
          expect(before.every(({ endedAt }) => endedAt !== undefined)).toBe(true);
          const opener = captured.find(({ receivedAt }) => receivedAt === openedAt);
          expect(opener && before.some((handoff) => hasHandled(handoff, opener))).toBe(false);
        });
        expect(nextHandoffNumber(handoffs)).toBe(handoffs.length + 1);
      }),
      { numRuns: 200 },
    );
  });

  it('every signal belongs to an open handoff, is handled, or was judged outside of any handoff', () => {
    fc.assert(
      fc.property(scenario, orders, (each, order) => {
        const { handoffs, judgements, captured } = simulate(each, reader(order));
        for (const signal of captured) {
          const number = judgements[signal.signalId]?.withinHandoff;
          const within = handoffs.find((handoff) => handoff.number === number);
          if (within?.endedAt) expect(hasHandled(within, signal)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('every lead has a status, and every nurtured lead has a review date', () => {
    fc.assert(
      fc.property(scenario, orders, (each, order) => {
        const { status } = simulate(each, reader(order));
        expect(status).toBeDefined();
        if (status?.status === 'nurtured') expect(status.reviewDueAt).toBeDefined();
      }),
      { numRuns: 200 },
    );
  });
});
