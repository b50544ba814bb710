import type { HandoffStepRecorded } from '@baton/contracts';
import { WorkingTime } from '@baton/domain';
import type { EvidenceLevel, Fault, HandoffStep, LostCause } from '@baton/domain';
import { specialDaysOf } from '@baton/service/calendar';
import type { ReportQuery } from '../reports/report-query.ts';
import type { TopicEvent } from './generated-event-log.ts';
import { lostCauseOf } from './oracle-lost.ts';

type StepOf<Type extends HandoffStep['type']> = HandoffStep & { type: Type };
export interface StepOccurrence<Type extends HandoffStep['type']> {
  version: number;
  at: number;
  step: StepOf<Type>;
}

const epochMilliseconds = (moment: string): number => Date.parse(moment);

export interface ExpectedReturn {
  step: StepOf<'returned'>;
  state: 'open' | 'upheld' | 'overturned';
  /** What the arbiter's verdict names. */
  fault: Fault | undefined;
}

/** A handoff as computed from all events up to a moment, without any stored state. */
export interface ExpectedHandoff {
  id: string;
  leadId: string;
  handoffNumber: number;
  steps: HandoffStepRecorded[];
  attributes: Record<string, string | null>;
  importedDay: string | undefined;
  /** When its first event was recorded. */
  knownAt: number;
  mqlAt: number;
  signalAt: number;
  isOffHours: boolean;
  rep: string | null;
  team: string | null;
  lostCause: LostCause | undefined;
  sqlAt: number | undefined;
  firstTouchAt: number | undefined;
  /** The evidence of the first touch. */
  evidence: EvidenceLevel | null;
  returns: ExpectedReturn[];
  outcome: { kind: 'won' | 'lost'; at: number; amount: number | undefined; currency: string | undefined } | undefined;
  /** The sum of its refunds. */
  refunded: number;
  stepsOf: <Type extends HandoffStep['type']>(type: Type) => StepOccurrence<Type>[];
  firstAt: (type: HandoffStep['type']) => number | undefined;
}

const eventsOf = <Topic extends TopicEvent['topic']>(events: readonly TopicEvent[], topic: Topic) =>
  events.filter((event): event is TopicEvent & { topic: Topic } => event.topic === topic);

export const startOfDay = (day: string, zone: string): number =>
  Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds;

/** Computes all handoffs from the event log as of a moment. */
export function expectedHandoffs(events: readonly TopicEvent[], { asOf }: ReportQuery): ExpectedHandoff[] {
  const until = epochMilliseconds(asOf);
  const steps = eventsOf(events, 'step').map(({ data }) => data);
  const verdicts = eventsOf(events, 'judged').filter(({ data }) => data.verdict === 'mql');
  const idOf = (leadId: string, handoffNumber: number | undefined): string => `handoff-${leadId}-${handoffNumber}`;
  const ids = new Set([
    ...steps.map(({ handoffId }) => handoffId),
    ...verdicts.map(({ data }) => idOf(data.leadId, data.handoffNumber)),
  ]);
  const terms = new Map(
    eventsOf(events, 'agreement').map(({ data: { version, agreement } }) => {
      const { zone, hours } = agreement.calendar;
      const days = specialDaysOf(agreement.calendar, 2026, 2027);
      const time = new WorkingTime({ zone, hours, specialDays: days, absences: [] });
      return [version, { time, lost: agreement.lost }] as const;
    }),
  );
  const records = Map.groupBy(steps, ({ handoffId }) => handoffId);
  const handoffs = [...ids].map((id): ExpectedHandoff => {
    const record = (records.get(id) ?? []).sort((a, b) => a.version - b.version);
    const known = record.filter(({ recordedAt }) => epochMilliseconds(recordedAt) <= until);
    const verdict = verdicts
      .filter(({ data }) => idOf(data.leadId, data.handoffNumber) === id)
      .sort((a, b) => epochMilliseconds(a.time) - epochMilliseconds(b.time))[0];
    const [opening] = record;
    const firstStep = opening?.step.type === 'started' || opening?.step.type === 'imported' ? opening.step : undefined;
    const lead = firstStep?.lead ?? verdict?.data.lead;
    const stepsOf = <Type extends HandoffStep['type']>(type: Type): StepOccurrence<Type>[] =>
      known.flatMap(({ version, at, step }) =>
        step.type === type ? [{ version, at: epochMilliseconds(at), step: step as StepOf<Type> }] : [],
      );
    const { rep, team, sqlAt } = creditOf(known);
    const version = opening?.agreementVersion ?? verdict?.data.agreementVersion;
    const mqlAt = epochMilliseconds(verdict?.time ?? opening?.at ?? asOf);
    const { time, lost } = terms.get(version ?? 0) ?? {};
    const voided = new Set(stepsOf('touch-voided').map(({ step }) => step.touchVersion));
    const [firstTouch] = stepsOf('touched').filter((touch) => !voided.has(touch.version));
    const signalReceivedAt =
      firstStep?.type === 'started' ? firstStep.signalReceivedAt : (verdict?.data.signalReceivedAt ?? asOf);
    const importedDay = firstStep?.type === 'imported' ? firstStep.history.day : verdict?.data.importedHistory?.day;
    return {
      id,
      leadId: opening?.leadId ?? verdict?.data.leadId ?? '',
      handoffNumber: opening?.handoffNumber ?? verdict?.data.handoffNumber ?? 0,
      steps: known,
      attributes: {
        channel: lead?.channel ?? null,
        campaign: lead?.campaign ?? null,
        segment: lead?.segment ?? null,
        source: lead?.source ?? null,
        agreementVersion: String(version),
      },
      importedDay,
      knownAt: Math.min(
        ...[verdict?.time, opening?.recordedAt].flatMap((moment) => (moment ? [epochMilliseconds(moment)] : [])),
      ),
      mqlAt,
      signalAt: epochMilliseconds(signalReceivedAt),
      isOffHours: time?.isWorking(signalReceivedAt) === false,
      rep,
      team,
      lostCause: importedDay === undefined && time && lost ? lostCauseOf(known, mqlAt, until, time, lost) : undefined,
      sqlAt,
      firstTouchAt: firstTouch?.at,
      evidence: firstTouch?.step.evidence.level ?? null,
      returns: returnsOf(known),
      outcome: undefined,
      refunded: 0,
      stepsOf,
      firstAt: (type) => stepsOf(type)[0]?.at,
    };
  });
  for (const { id, data } of eventsOf(events, 'outcome').sort(
    (a, b) =>
      epochMilliseconds(a.data.decidedAt) - epochMilliseconds(b.data.decidedAt) ||
      epochMilliseconds(a.time) - epochMilliseconds(b.time) ||
      (a.id < b.id ? -1 : 1),
  )) {
    const record = steps.find(({ step }) => step.type === 'outcome-recorded' && step.outcomeId === id);
    const handoff = record && handoffs.find(({ id: handoffId }) => handoffId === record.handoffId);
    const at = epochMilliseconds(data.decidedAt);
    const knownAt = epochMilliseconds(record?.recordedAt ?? asOf);
    if (!handoff || knownAt > until) continue;
    if (data.outcome === 'refunded') {
      handoff.refunded += data.amount;
      continue;
    }
    const won = data.outcome === 'won' ? data : undefined;
    handoff.outcome = { kind: data.outcome, at, amount: won?.amount, currency: won?.currency };
    if (handoff.importedDay !== undefined)
      handoff.sqlAt = data.outcome === 'won' || data.wasSql ? epochMilliseconds(handoff.importedDay) : undefined;
  }
  return handoffs;
}

/** Each return with its state before the next one. */
function returnsOf(known: HandoffStepRecorded[]): ExpectedReturn[] {
  const returned = known.flatMap(({ step }, index) => (step.type === 'returned' ? [{ step, index }] : []));
  return returned.map(({ step, index }, position) => {
    const own = known.slice(index, returned[position + 1]?.index).map((later) => later.step);
    const decision = own.find((later) => later.type === 'dispute-decided');
    const accepted = own.some((later) => later.type === 'return-accepted');
    return { step, state: decision?.verdict ?? (accepted ? 'upheld' : 'open'), fault: decision?.fault };
  });
}

/** The rep that the handoff counts for, who had it last while it was not an SQL, and since when it is an SQL. */
function creditOf(known: readonly HandoffStepRecorded[]) {
  let credit: { rep: string | null; team: string | null } = { rep: null, team: null };
  let sqlAt: number | undefined;
  for (const { at, step } of known) {
    if (step.type === 'qualified') sqlAt ??= epochMilliseconds(at);
    if (step.type === 'sql-withdrawn') sqlAt = undefined;
    if (sqlAt !== undefined) continue;
    if (step.type === 'assigned') credit = { rep: step.ownerId, team: step.teamId };
    if (step.type === 'queued') credit = { rep: null, team: step.teamId };
  }
  return { ...credit, sqlAt };
}
