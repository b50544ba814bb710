import type { HandoffStepRecorded, LeadOutcome } from '@baton/contracts';
import { WorkingTime } from '@baton/domain';
import type { HandoffStep, LostCause } from '@baton/domain';
import { specialDaysOf } from '@baton/service/calendar';
import type { Question } from '../reports/question.ts';
import type { WorldEvent } from './generated-world.ts';
import { endingLast, lostCauseOf } from './oracle-lost.ts';

type Of<Type extends HandoffStep['type']> = HandoffStep & { type: Type };
export interface Told<Type extends HandoffStep['type']> {
  version: number;
  at: number;
  step: Of<Type>;
}

const ms = (moment: string): number => Date.parse(moment);

export interface ToldReturn {
  step: Of<'returned'>;
  state: 'open' | 'upheld' | 'overturned';
}

/** A handoff as somebody would tell it who reads all events up to a moment, again and again, and keeps nothing. */
export interface ToldHandoff {
  id: string;
  leadId: string;
  n: number;
  steps: HandoffStepRecorded[];
  attributes: Record<string, string | null>;
  importedDay: string | undefined;
  mqlAt: number;
  signalAt: number;
  rep: string | null;
  team: string | null;
  lostCause: LostCause | undefined;
  sqlAt: number | undefined;
  firstTouchAt: number | undefined;
  returns: ToldReturn[];
  outcome: { kind: 'won' | 'lost'; at: number; amount: number | undefined; currency: string | undefined } | undefined;
  told: <Type extends HandoffStep['type']>(type: Type) => Told<Type>[];
  first: (type: HandoffStep['type']) => number | undefined;
}

const of = <Topic extends WorldEvent['topic']>(world: readonly WorldEvent[], topic: Topic) =>
  world.filter((event): event is WorldEvent & { topic: Topic } => event.topic === topic);

export const dayBegins = (day: string, zone: string): number =>
  Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds;

/** Reads the log of events from its beginning, as of a moment. */
export function tellHandoffs(world: readonly WorldEvent[], { asOf }: Question): ToldHandoff[] {
  const until = ms(asOf);
  const steps = of(world, 'step').map(({ data }) => data);
  const verdicts = of(world, 'judged').filter(({ data }) => data.verdict === 'mql');
  const idOf = (leadId: string, n: number | undefined): string => `handoff-${leadId}-${n}`;
  const ids = new Set([
    ...steps.map(({ handoffId }) => handoffId),
    ...verdicts.map(({ data }) => idOf(data.leadId, data.handoffNumber)),
  ]);
  const times = new Map(
    of(world, 'agreement').map(({ data: { version, agreement } }) => {
      const { zone, hours } = agreement.calendar;
      const days = specialDaysOf(agreement.calendar, 2026, 2027);
      return [version, new WorkingTime({ zone, hours, days, absences: [] })];
    }),
  );
  const records = Map.groupBy(steps, ({ handoffId }) => handoffId);
  const handoffs = [...ids].map((id): ToldHandoff => {
    const record = (records.get(id) ?? []).sort((a, b) => a.version - b.version);
    const known = asKnownAt(endingLast(record), until);
    const verdict = verdicts
      .filter(({ data }) => idOf(data.leadId, data.handoffNumber) === id)
      .sort((a, b) => ms(a.time) - ms(b.time))[0];
    const [opening] = record;
    const begin = opening?.step.type === 'started' || opening?.step.type === 'imported' ? opening.step : undefined;
    const lead = begin?.lead ?? verdict?.data.lead;
    const told = <Type extends HandoffStep['type']>(type: Type): Told<Type>[] =>
      known.flatMap(({ version, at, step }) =>
        step.type === type ? [{ version, at: ms(at), step: step as Of<Type> }] : [],
      );
    const qualifiedAs = told('qualified')[0]?.version ?? Infinity;
    const withReps = known.filter(({ version }) => version < qualifiedAs);
    const owners = withReps.flatMap(({ step }): { rep: string | null; team: string }[] =>
      step.type === 'assigned'
        ? [{ rep: step.ownerId, team: step.teamId }]
        : step.type === 'nobody-eligible' && !step.ownerStays
          ? [{ rep: null, team: step.routing.teamId }]
          : [],
    );
    const version = opening?.agreementVersion ?? verdict?.data.agreementVersion;
    const mqlAt = ms(verdict?.time ?? opening?.at ?? asOf);
    const time = times.get(version ?? 0);
    const voided = new Set(told('touch-voided').map(({ step }) => step.touchVersion));
    const standing = known.filter((touch) => touch.step.type === 'touched' && !voided.has(touch.version));
    const importedDay = begin?.type === 'imported' ? begin.history.day : verdict?.data.imported?.day;
    return {
      id,
      leadId: opening?.leadId ?? verdict?.data.leadId ?? '',
      n: opening?.handoffNumber ?? verdict?.data.handoffNumber ?? 0,
      steps: known,
      attributes: {
        channel: lead?.channel ?? null,
        campaign: lead?.campaign ?? null,
        segment: lead?.segment ?? null,
        source: lead?.source ?? null,
        agreementVersion: String(version),
      },
      importedDay,
      mqlAt,
      signalAt: ms(begin?.type === 'started' ? begin.signalReceivedAt : (verdict?.data.signalReceivedAt ?? asOf)),
      rep: owners.at(-1)?.rep ?? null,
      team: owners.at(-1)?.team ?? null,
      lostCause: importedDay === undefined && time ? lostCauseOf(known, mqlAt, until, time) : undefined,
      sqlAt: told('sql-withdrawn').length > 0 ? undefined : told('qualified')[0]?.at,
      firstTouchAt: standing[0] && ms(standing[0].at),
      returns: returnsIn(known),
      outcome: undefined,
      told,
      first: (type) => told(type)[0]?.at,
    };
  });
  const toldAt = ({ time, data }: WorldEvent & { topic: 'outcome' }): number => ms(data.imported ? data.at : time);
  for (const { id, data } of of(world, 'outcome').sort(
    (a, b) => toldAt(a) - toldAt(b) || ms(a.data.at) - ms(b.data.at),
  )) {
    const holder = handoffOf(handoffs, steps, id, data);
    const at = ms(data.at);
    if (!holder || at > until) continue;
    const won = data.outcome === 'won' ? data : undefined;
    holder.outcome = { kind: data.outcome, at, amount: won?.amount, currency: won?.currency };
  }
  return handoffs;
}

function handoffOf(
  handoffs: ToldHandoff[],
  steps: HandoffStepRecorded[],
  outcomeId: string,
  { leadId, handoffNumber, at, imported }: LeadOutcome,
): ToldHandoff | undefined {
  const own = handoffs.filter((handoff) => handoff.leadId === leadId).sort((a, b) => a.n - b.n);
  if (handoffNumber !== undefined) return own.find(({ n }) => n === handoffNumber);
  const record = steps.find(({ step }) => step.type === 'outcome-recorded' && step.outcomeId === outcomeId);
  if (record) return own.find(({ id }) => id === record.handoffId);
  const begun = own.filter(({ mqlAt }) => mqlAt <= ms(at)).at(-1);
  // A deal of before Baton says nothing of what began here later.
  return begun ?? (imported ? own.find(({ importedDay }) => importedDay !== undefined) : own[0]);
}

/** Each return and what had become of it before the next one. */
function returnsIn(known: HandoffStepRecorded[]): ToldReturn[] {
  const given = known.flatMap(({ step }, index) => (step.type === 'returned' ? [{ step, index }] : []));
  return given.map(({ step, index }, place) => {
    const own = known.slice(index, given[place + 1]?.index).map((later) => later.step);
    const verdict = own.find((later) => later.type === 'dispute-decided')?.verdict;
    const accepted = own.some((later) => later.type === 'return-accepted');
    return { step, state: verdict ?? (accepted ? 'upheld' : 'open') };
  });
}

/**
 * What could be told then. A clock that was opened again later, because a touch was taken back, may break at a moment
 * before that: these steps were not known yet either.
 */
function asKnownAt(record: readonly HandoffStepRecorded[], until: number): HandoffStepRecorded[] {
  const later = record.filter(({ at, step }) => step.type === 'promise-started' && Date.parse(at) > until);
  return record.filter(
    ({ at, version, step }) =>
      Date.parse(at) <= until &&
      !later.some(
        (started) =>
          started.version < version &&
          'promise' in step &&
          'promise' in started.step &&
          step.promise === started.step.promise &&
          step.clock === started.step.clock,
      ),
  );
}
