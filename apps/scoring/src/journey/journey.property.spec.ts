import fc from 'fast-check';
import type { Ending, LeadSnapshot, SignalKind } from '@baton/domain';
import type { HandoffStepRecorded } from '@baton/contracts';
import { agreementsFrom } from './agreements.ts';
import { isBefore, nextNumber, type KnownHandoff } from './handoffs.ts';
import { hearStep } from './hear-step.ts';
import { standing, type LatestVerdict } from './standing.ts';
import { takeSignal, type JudgedSignal } from './take-signal.ts';

const agreements = agreementsFrom([]);
const moment = (minute: number): string => new Date(Date.UTC(2026, 2, 2, 9, minute)).toISOString();

interface World {
  /** Signals by their minute of receipt, ascending. */
  signals: { minute: number; kind: SignalKind }[];
  /** How each handoff goes, by its number: how many minutes after the signal that opened it, and how it ends. */
  lives: { minutes: number; ending: Ending }[];
}

const world: fc.Arbitrary<World> = fc.record({
  signals: fc
    .uniqueArray(
      fc.record({
        minute: fc.integer({ min: 0, max: 60 }),
        kind: fc.constantFrom<SignalKind>('request', 'demo', 'content', 'visit'),
      }),
      { selector: ({ minute }) => minute, minLength: 1, maxLength: 8 },
    )
    .map((signals) => signals.sort((a, b) => a.minute - b.minute)),
  lives: fc.array(
    fc.record({
      minutes: fc.integer({ min: 1, max: 20 }),
      ending: fc.constantFrom<Ending>('sql', 'returned', 'unreachable'),
    }),
    { minLength: 8, maxLength: 8 },
  ),
});

/** Plays scoring over a world in which two topics are read at speeds of their own. */
function play({ signals, lives }: World, readHandoffsNext: () => boolean) {
  let handoffs: KnownHandoff[] = [];
  let latest: LatestVerdict | undefined;
  const judgements = new Map<string, JudgedSignal>();
  const captured = signals.map(({ minute }, index) => {
    const all = signals.slice(0, index + 1);
    const lead: LeadSnapshot = {
      source: 'website',
      reachableBy: ['email'],
      flags: [],
      consent: null,
      signals: all.map((each) => ({ signalId: `s${each.minute}`, kind: each.kind, receivedAt: moment(each.minute) })),
    };
    return { signalId: `s${minute}`, receivedAt: moment(minute), lead };
  });
  const steps: HandoffStepRecorded[] = [];
  const told = new Set<number>();

  const take = (signal: (typeof captured)[number]): void => {
    const taken = takeSignal(handoffs, signal, agreements);
    handoffs = taken.handoffs;
    judgements.set(signal.signalId, taken.judged);
    if (!latest || !isBefore(signal.receivedAt, latest.receivedAt)) {
      const { verdict } = taken.judged.judgement;
      const { reviewBy } = taken.judged;
      latest = {
        signalId: signal.signalId,
        receivedAt: signal.receivedAt,
        verdict,
        failed: [],
        ...(reviewBy && { reviewBy }),
      };
    }
    for (const { number, openedAt } of handoffs) {
      const life = lives[number - 1];
      if (told.has(number) || !life) continue;
      told.add(number);
      const at = new Date(Date.parse(openedAt) + life.minutes * 60_000).toISOString();
      steps.push({
        handoffNumber: number,
        agreementVersion: 1,
        at,
        step: { type: 'ended', ending: life.ending },
      } as HandoffStepRecorded);
    }
  };

  let next = 0;
  while (next < captured.length || steps.length > 0) {
    const step = steps.length > 0 && (next >= captured.length || readHandoffsNext()) ? steps.shift() : undefined;
    const signal = step ? undefined : captured[next++];
    if (signal) take(signal);
    const heard = step && hearStep(handoffs, step);
    if (!heard?.ended?.endedAt) continue;
    const { number, endedAt } = heard.ended;
    const wasAfter = ({ signalId, receivedAt }: (typeof captured)[number]): boolean =>
      judgements.get(signalId)?.withinHandoff === number && !isBefore(receivedAt, endedAt);
    const again = captured.slice(0, next).filter(wasAfter);
    handoffs = heard.handoffs;
    for (const late of again) take(late);
  }
  return { handoffs, judgements: Object.fromEntries(judgements), standing: standing(handoffs, latest, agreements) };
}

describe('for every order in which leads and endings are read', () => {
  const orders = fc.infiniteStream(fc.boolean());
  const reader = (stream: Iterator<boolean>) => (): boolean => stream.next().value === true;

  it('the same signals end up judged in the same way, in the same handoffs, and the lead stands in the same place', () => {
    fc.assert(
      fc.property(world, orders, (each, order) => {
        const inTime = play(each, () => true);
        const late = play(each, () => false);
        const mixed = play(each, reader(order));
        expect(mixed.handoffs).toEqual(late.handoffs);
        expect(mixed.judgements).toEqual(late.judgements);
        expect(mixed.standing).toEqual(late.standing);
        // Heard in time, a signal may be read after an end that comes after its receipt: the same again.
        expect(inTime).toEqual(late);
      }),
      { numRuns: 300 },
    );
  });

  it('at most one handoff is open, numbers have no gaps, and none overlaps the next', () => {
    fc.assert(
      fc.property(world, orders, (each, order) => {
        const { handoffs } = play(each, reader(order));
        expect(handoffs.map(({ number }) => number)).toEqual(handoffs.map((_, index) => index + 1));
        handoffs.slice(1).forEach(({ openedAt }, index) => {
          expect(isBefore(openedAt, handoffs[index]?.endedAt ?? '9999')).toBe(false);
        });
        expect(nextNumber(handoffs)).toBe(handoffs.length + 1);
      }),
      { numRuns: 200 },
    );
  });

  it('nobody drops a lead: it is with sales, with marketing until a review, or was made an SQL', () => {
    fc.assert(
      fc.property(world, orders, (each, order) => {
        const { standing: place } = play(each, reader(order));
        expect(place).toBeDefined();
        if (place?.place === 'nurtured') expect(place.reviewBy).toBeDefined();
      }),
      { numRuns: 200 },
    );
  });
});
