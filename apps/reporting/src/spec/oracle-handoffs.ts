import type { HandoffStepRecorded } from '@baton/contracts';
import type { HandoffStep, LostCause } from '@baton/domain';
import type { Question } from '../reports/question.ts';
import type { WorldEvent } from './generated-world.ts';

type Of<Type extends HandoffStep['type']> = HandoffStep & { type: Type };
export interface Told<Type extends HandoffStep['type']> {
  at: number;
  step: Of<Type>;
}

const HOUR = 3_600_000;
const ms = (moment: string): number => Date.parse(moment);

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
  const records = Map.groupBy(steps, ({ handoffId }) => handoffId);
  const handoffs = [...ids].map((id): ToldHandoff => {
    const record = (records.get(id) ?? []).sort((a, b) => a.version - b.version);
    const known = record.filter(({ at }) => ms(at) <= until);
    const verdict = verdicts
      .filter(({ data }) => idOf(data.leadId, data.handoffNumber) === id)
      .sort((a, b) => ms(a.time) - ms(b.time))[0];
    const [opening] = record;
    const begin = opening?.step.type === 'started' || opening?.step.type === 'imported' ? opening.step : undefined;
    const lead = begin?.lead ?? verdict?.data.lead;
    const told = <Type extends HandoffStep['type']>(type: Type): Told<Type>[] =>
      known.flatMap(({ at, step }) => (step.type === type ? [{ at: ms(at), step: step as Of<Type> }] : []));
    const owners = known.flatMap(({ step }): { rep: string | null; team: string }[] =>
      step.type === 'assigned'
        ? [{ rep: step.ownerId, team: step.teamId }]
        : step.type === 'nobody-eligible' && !step.ownerStays
          ? [{ rep: null, team: step.routing.teamId }]
          : [],
    );
    const version = opening?.agreementVersion ?? verdict?.data.agreementVersion;
    const mqlAt = ms(verdict?.time ?? opening?.at ?? asOf);
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
      lostCause: importedDay === undefined ? lost(known, mqlAt, until) : undefined,
      outcome: undefined,
      told,
      first: (type) => told(type)[0]?.at,
    };
  });
  for (const { id, data } of of(world, 'outcome')) {
    const holder = handoffOf(handoffs, steps, id, data);
    const at = ms(data.at);
    if (!holder || at > until || at < (holder.outcome?.at ?? -Infinity)) continue;
    const won = data.outcome === 'won' ? data : undefined;
    holder.outcome = { kind: data.outcome, at, amount: won?.amount, currency: won?.currency };
  }
  return handoffs;
}

function handoffOf(
  handoffs: ToldHandoff[],
  steps: HandoffStepRecorded[],
  outcomeId: string,
  { leadId, handoffNumber, at }: { leadId: string; handoffNumber?: number; at: string },
): ToldHandoff | undefined {
  const own = handoffs.filter((handoff) => handoff.leadId === leadId).sort((a, b) => a.n - b.n);
  if (handoffNumber !== undefined) return own.find(({ n }) => n === handoffNumber);
  const record = steps.find(({ step }) => step.type === 'outcome-recorded' && step.outcomeId === outcomeId);
  if (record) return own.find(({ id }) => id === record.handoffId);
  return own.filter(({ mqlAt }) => mqlAt <= ms(at)).at(-1) ?? own[0];
}

/** Goes through the causes one by one, as the definition puts them. */
function lost(known: HandoffStepRecorded[], mqlAt: number, until: number): LostCause | undefined {
  const moments = (matches: (step: HandoffStep) => boolean): number[] =>
    known.filter(({ step }) => matches(step)).map(({ at }) => ms(at));
  const touches = moments(({ type }) => type === 'touched');
  const end = moments(({ type }) => type === 'ended')[0] ?? Infinity;
  const marks: [number, LostCause][] = [];
  for (const { step } of known) {
    if (step.type !== 'promise-started' || step.promise !== 'first-contact' || step.clock !== 'lead') continue;
    const limit = ms(step.dueAt) + 24 * HOUR;
    const contacted = touches.some((at) => at <= limit) || end <= limit;
    if (!contacted && limit <= until) marks.push([limit, 'uncontacted']);
  }
  const reachedAt = Math.min(...moments((step) => step.type === 'touched' && step.reached), Infinity);
  for (const at of touches.filter((touch) => touch >= reachedAt)) {
    const limit = at + 48 * HOUR;
    const goesOn = touches.some((later) => later > at && later <= limit) || end <= limit;
    if (!goesOn && limit <= until) marks.push([limit, 'silent']);
  }
  const minimum = known.flatMap(({ step }) => (step.type === 'started' ? [step.touches.minimum] : []))[0] ?? 0;
  for (const { at, step } of known) {
    if (step.type === 'unreachable' && step.countedTouches < minimum) marks.push([ms(at), 'too-few-touches']);
  }
  let since: number | undefined = mqlAt;
  const close = (at: number): void => {
    if (since !== undefined && at - since > 24 * HOUR) marks.push([since + 24 * HOUR, 'unowned']);
    since = undefined;
  };
  for (const { at, step } of known) {
    if (step.type === 'assigned' || step.type === 'ended') close(ms(at));
    if (step.type === 'nobody-eligible' && !step.ownerStays) since ??= ms(at);
  }
  if (since !== undefined && until - since >= 24 * HOUR) marks.push([since + 24 * HOUR, 'unowned']);
  const order: LostCause[] = ['uncontacted', 'silent', 'too-few-touches', 'unowned'];
  return marks.sort((a, b) => a[0] - b[0] || order.indexOf(a[1]) - order.indexOf(b[1]))[0]?.[1];
}
