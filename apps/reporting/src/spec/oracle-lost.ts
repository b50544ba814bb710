import type { HandoffStepRecorded } from '@baton/contracts';
import { durationMilliseconds } from '@baton/domain';
import type { HandoffStep, LostCause, LostTerms, WorkingTime } from '@baton/domain';

const CAUSE_PRIORITY: LostCause[] = [
  'uncontacted',
  'touches-missed',
  'no-activity',
  'too-few-touches',
  'overturned-uncontacted',
  'unowned',
];
/** When a condition that holds from a moment on makes the lead lost. */
type After = (moment: number, cause: keyof LostTerms) => number;

type RecordedStepOf<Type extends HandoffStep['type']> = HandoffStepRecorded & { step: HandoffStep & { type: Type } };

/** The record of a handoff up to a moment. */
class RecordAt {
  readonly #steps: readonly HandoffStepRecorded[];

  constructor(record: readonly HandoffStepRecorded[], moment: number) {
    this.#steps = record.filter(({ recordedAt }) => Date.parse(recordedAt) <= moment);
  }

  stepsOf<Type extends HandoffStep['type']>(type: Type): RecordedStepOf<Type>[] {
    return this.#steps.filter((recorded): recorded is RecordedStepOf<Type> => recorded.step.type === type);
  }

  /** Touches that have not been voided. */
  get touches(): RecordedStepOf<'touched'>[] {
    const voided = new Set(this.stepsOf('touch-voided').map(({ step }) => step.touchVersion));
    return this.stepsOf('touched').filter(({ version }) => !voided.has(version));
  }

  /** When the touches promise broke, unless it is owed again. */
  get touchesBrokenAt(): string | undefined {
    const breach = this.stepsOf('promise-broken').findLast(({ step }) => step.promise === 'touches');
    if (!breach) return undefined;
    const isOwedAgain = this.stepsOf('promise-started').some(
      ({ step, version }) => step.promise === 'touches' && version > breach.version,
    );
    const isFromBefore = breach.version < (this.transferAfterReturn?.version ?? 0);
    return isOwedAgain || isFromBefore ? undefined : breach.at;
  }

  /** Neither ended nor returned to marketing. */
  get isWithSales(): boolean {
    const back = this.stepsOf('returned').at(-1)?.version ?? 0;
    const again = this.#transfers.at(-1)?.version ?? 0;
    return this.stepsOf('ended').length === 0 && back <= again;
  }

  /** The transfer after the latest return, if there was one. */
  get transferAfterReturn(): HandoffStepRecorded | undefined {
    const back = this.stepsOf('returned').at(-1);
    return back && this.#transfers.find(({ version }) => version > back.version);
  }

  /** Sales gets the lead with an owner, or in its queue. */
  get #transfers(): HandoffStepRecorded[] {
    return this.#steps.filter(({ step }) => step.type === 'assigned' || step.type === 'queued');
  }
}

/** Evaluates the definition of each cause at every moment at which it could start to hold. */
export function lostCauseOf(
  record: readonly HandoffStepRecorded[],
  mqlAt: number,
  until: number,
  time: WorkingTime,
  lost: LostTerms,
): LostCause | undefined {
  const after: After = (moment, cause) =>
    Date.parse(time.add('workday', new Date(moment).toISOString(), durationMilliseconds(lost[cause])));
  const candidateMoments = ({ at, step }: HandoffStepRecorded): number[] => {
    const moment = Date.parse(at);
    switch (step.type) {
      case 'promise-started':
        return step.promise === 'first-contact' ? [after(Date.parse(step.dueAt), 'uncontacted')] : [];
      case 'promise-broken':
        return step.promise === 'touches' ? [after(moment, 'touches-missed')] : [];
      case 'touched':
      case 'lead-replied':
        return [after(moment, 'no-activity')];
      case 'next-step-agreed':
        return [after(Date.parse(step.nextStepAt), 'no-activity')];
      case 'signal-added':
        return step.endsPause ? [after(moment, 'no-activity')] : [];
      case 'assigned':
      case 'queued':
        return [after(moment, 'overturned-uncontacted')];
      default:
        return [];
    }
  };
  const recordings = record.map(({ recordedAt }) => Date.parse(recordedAt));
  const moments = [...recordings, ...record.flatMap(candidateMoments)].filter((moment) => moment <= until);
  const marks: [number, LostCause][] = moments.flatMap((moment) =>
    causesAt(new RecordAt(record, moment), moment, after).map((cause): [number, LostCause] => [moment, cause]),
  );
  const known = new RecordAt(record, until);
  const minimum = known.stepsOf('started')[0]?.step.touchLimits.minimum ?? 0;
  for (const { recordedAt, step } of known.stepsOf('unreachable'))
    if (step.countedTouches < minimum) marks.push([Date.parse(recordedAt), 'too-few-touches']);
  for (const moment of unownedMarks(record, mqlAt, until, after)) marks.push([moment, 'unowned']);
  return marks.sort((a, b) => a[0] - b[0] || CAUSE_PRIORITY.indexOf(a[1]) - CAUSE_PRIORITY.indexOf(b[1]))[0]?.[1];
}

function causesAt(known: RecordAt, moment: number, after: After): LostCause[] {
  if (!known.isWithSales) return [];
  const { transferAfterReturn, touches, touchesBrokenAt } = known;
  const firstContacts = known
    .stepsOf('promise-started')
    .filter(({ step }) => step.promise === 'first-contact' && step.clock === 'lead');
  const dueAt = firstContacts.at(-1)?.step.dueAt;
  const since = transferAfterReturn?.version ?? 0;
  const recent = touches.filter(({ version }) => version > since).map(({ at }) => at);
  const agreed = known.stepsOf('next-step-agreed').filter(({ version }) => version > since);
  const pauseEnds = known.stepsOf('signal-added').filter(({ step, version }) => step.endsPause && version > since);
  const nextSteps = [
    ...agreed.map(({ step, version }) => ({ version, at: step.nextStepAt })),
    ...pauseEnds.map(({ version, at }) => ({ version, at })),
  ].sort((a, b) => a.version - b.version);
  const firstReply = known
    .stepsOf('lead-replied')
    .slice(0, 1)
    .filter(({ version }) => version > since);
  const contacts = [...recent, ...nextSteps.slice(-1).map(({ at }) => at), ...firstReply.map(({ at }) => at)];
  const last = Math.max(...contacts.map((contact) => Date.parse(contact)));
  const isOver = (from: number, cause: keyof LostTerms): boolean => moment >= after(from, cause);
  return [
    ...(!transferAfterReturn && touches.length === 0 && dueAt && isOver(Date.parse(dueAt), 'uncontacted')
      ? (['uncontacted'] as const)
      : []),
    ...(touchesBrokenAt &&
    !recent.some((touchedAt) => Date.parse(touchedAt) > Date.parse(touchesBrokenAt)) &&
    isOver(Date.parse(touchesBrokenAt), 'touches-missed')
      ? (['touches-missed'] as const)
      : []),
    ...(contacts.length > 0 && isOver(last, 'no-activity') ? (['no-activity'] as const) : []),
    ...(transferAfterReturn &&
    recent.length === 0 &&
    isOver(Date.parse(transferAfterReturn.at), 'overturned-uncontacted')
      ? (['overturned-uncontacted'] as const)
      : []),
  ];
}

/** The moments at which the lead had been without an owner for as long as the agreement allows. */
function unownedMarks(record: readonly HandoffStepRecorded[], mqlAt: number, until: number, after: After): number[] {
  const marks: number[] = [];
  let mark: number | undefined = after(mqlAt, 'unowned');
  for (const { at, recordedAt, step } of record) {
    const knownAt = Date.parse(recordedAt);
    if (knownAt > until) break;
    if (step.type === 'assigned' || step.type === 'ended') {
      if (mark !== undefined && knownAt > mark) marks.push(mark);
      mark = undefined;
    }
    if (step.type === 'queued') mark ??= Math.max(after(Date.parse(at), 'unowned'), knownAt);
  }
  if (mark !== undefined && until >= mark) marks.push(mark);
  return marks;
}
