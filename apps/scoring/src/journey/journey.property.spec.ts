import fc from 'fast-check';
import type { ReturnDisposition, Ending, LeadSnapshot, SignalKind } from '@baton/domain';
import type { HandoffStepRecorded } from '@baton/contracts';
import { agreementsByVersion } from './agreements.ts';
import { hasHandled, isBefore, nextHandoffNumber } from './handoffs.ts';
import type { HandoffSummary } from './handoffs.ts';
import { applyHandoffStep } from './apply-handoff-step.ts';
import { leadStatus } from './lead-status.ts';
import type { LatestVerdict } from './lead-status.ts';
import { judgeSignal } from './judge-signal.ts';
import type { JudgedSignal } from './judge-signal.ts';

const agreements = agreementsByVersion([]);
const moment = (minute: number): string => new Date(Date.UTC(2026, 2, 2, 9, minute)).toISOString();

interface Scenario {
  /** Signals by their minute of receipt, ascending; one that is not in time reaches no handoff before it ends. */
  signals: { minute: number; kind: SignalKind; inTime: boolean }[];
  /** How each handoff goes, by its number: how many minutes it lasts, how it ends, and how long before that it was returned. */
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

/** Plays scoring over a world in which two topics are read at speeds of their own. */
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

  const take = (signal: (typeof captured)[number]): void => {
    const taken = judgeSignal(handoffs, signal, agreements);
    handoffs = taken.handoffs;
    judgements.set(signal.signalId, taken.judged);
    if (!latest || !isBefore(signal.receivedAt, latest.receivedAt)) {
      const { verdict } = taken.judged.judgement;
      const { reviewDueAt } = taken.judged;
      latest = {
        signalId: signal.signalId,
        receivedAt: signal.receivedAt,
        verdict,
        failed: [],
        ...(reviewDueAt && { reviewDueAt }),
      };
    }
    for (const { number } of handoffs) {
      const life = lifecycles[number - 1];
      if (opened.has(number) || !life) continue;
      opened.add(number);
      steps.push(...recordOf(number, life, signal));
    }
  };

  /** The steps of a handoff that this signal opened; it begins when the one before it has ended. */
  const recordOf = (number: number, life: Scenario['lifecycles'][number], opener: (typeof captured)[number]) => {
    const beganAt = [opener.receivedAt, ...handoffs.map(({ endedAt = '' }) => endedAt)].sort().at(-1) ?? '';
    const after = (minutes: number): string => new Date(Date.parse(beganAt) + minutes * 60_000).toISOString();
    const endedAt = after(life.minutes);
    const returnedAt = after(life.minutes - life.returnedBefore);
    const step = (at: string, data: object) =>
      ({ handoffNumber: number, agreementVersion: 1, at, step: data }) as HandoffStepRecorded;
    const signalsOf = (from: string, to: string) =>
      captured
        .filter(({ receivedAt }) => !isBefore(receivedAt, from) && isBefore(receivedAt, to))
        .filter(({ inTime }) => inTime)
        .map(({ signalId, receivedAt }) => step(receivedAt, { type: 'signal-added', signalId }));
    const { lead, receivedAt: signalReceivedAt } = opener;
    const begin = step(beganAt, { type: 'started', lead, signalReceivedAt });
    const end = step(endedAt, { type: 'ended', ending: life.ending });
    if (life.ending !== 'returned') return [begin, ...signalsOf(signalReceivedAt, endedAt), end];
    return [
      begin,
      ...signalsOf(signalReceivedAt, returnedAt),
      step(returnedAt, { type: 'returned', reason: 'no-budget' }),
      ...signalsOf(returnedAt, endedAt),
      step(endedAt, { type: 'return-accepted', disposition: life.disposition }),
      end,
    ];
  };

  let next = 0;
  while (next < captured.length || steps.length > 0) {
    const step = steps.length > 0 && (next >= captured.length || readHandoffsNext()) ? steps.shift() : undefined;
    const signal = step ? undefined : captured[next++];
    if (signal) take(signal);
    const heard = step && applyHandoffStep(handoffs, step);
    if (!heard) continue;
    handoffs = heard.handoffs;
    const { ended } = heard;
    if (!ended) continue;
    const isLeft = (signal: (typeof captured)[number]): boolean =>
      judgements.get(signal.signalId)?.withinHandoff === ended.number && !hasHandled(ended, signal);
    for (const left of captured.slice(0, next).filter(isLeft)) take(left);
  }
  return {
    handoffs,
    captured,
    judgements: Object.fromEntries(judgements),
    status: leadStatus(handoffs, latest, agreements),
  };
}

describe('for every order in which leads and endings are read', () => {
  const orders = fc.infiniteStream(fc.boolean());
  const reader = (stream: Iterator<boolean>) => (): boolean => stream.next().value === true;

  it('the same signals end up judged in the same way, in the same handoffs, and the lead stands in the same place', () => {
    fc.assert(
      fc.property(scenario, orders, (each, order) => {
        const inTime = simulate(each, () => true);
        const late = simulate(each, () => false);
        const mixed = simulate(each, reader(order));
        expect(mixed.handoffs).toEqual(late.handoffs);
        expect(mixed.judgements).toEqual(late.judgements);
        expect(mixed.status).toEqual(late.status);
        // Heard in time, a signal may be read after an end that comes after its receipt: the same again.
        expect(inTime).toEqual(late);
      }),
      { numRuns: 300 },
    );
  });

  it('at most one handoff is open, numbers have no gaps, and each was opened by a signal that none before it dealt with', () => {
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

  it('nobody drops a signal: its handoff is open or has dealt with it, or it was judged when none was open', () => {
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

  it('nobody drops a lead: it is with sales, with marketing until a review, was rejected, or was made an SQL', () => {
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
