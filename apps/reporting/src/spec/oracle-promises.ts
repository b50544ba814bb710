import type { HandoffStepRecorded } from '@baton/contracts';
import type { EvidenceLevel, HandoffStep, LeadHolding } from '@baton/domain';

type StepOf<Type extends HandoffStep['type']> = HandoffStep & { type: Type };

/** One instance of a promise, according to the given steps. */
export interface ExpectedPromise {
  step: StepOf<'promise-started'>;
  from: number;
  status: 'kept' | 'keptLate' | 'broken' | 'released' | 'running';
  kept: StepOf<'promise-kept'> | undefined;
  /** Who held the lead, if its first contact was late. */
  account: LeadHolding[];
  escalated: boolean;
  corrected: boolean;
  /** The evidence of the touch that kept it. */
  evidence: EvidenceLevel | null;
  /** The owner who owes it, for the owner's clock. */
  rep: string | null;
  team: string | null;
}

const keptByTouch = ['first-contact', 'touches', 'reply-to-lead', 'next-step', 'activity', 'sql-contact'];

/** All instances that count, computed from the steps alone. */
export function expectedPromises(steps: readonly HandoffStepRecorded[]): ExpectedPromise[] {
  return steps.flatMap((recorded, index) => {
    const { step } = recorded;
    if (step.type !== 'promise-started') return [];
    const later = steps.slice(index + 1);
    const restartIndex = later.findIndex(
      (next) => next.step.type === 'promise-started' && isSameClock(next.step, step),
    );
    const own = (restartIndex === -1 ? later : later.slice(0, restartIndex)).flatMap((next) =>
      isSameClock(next.step, step) ? [next.step] : [],
    );
    const from = Date.parse(step.startsAt ?? recorded.at);
    const kept = own.find((next) => next.type === 'promise-kept');
    const has = (type: HandoffStep['type']): boolean => own.some((next) => next.type === type);
    const isSettled = kept !== undefined || has('promise-released') || has('promise-broken');
    // Restarted with its original start, because the touch that kept it was voided: the later instance counts.
    const reopened = later.some(
      ({ at, step: next }) =>
        next.type === 'promise-started' &&
        isSameClock(next, step) &&
        next.startsAt !== undefined &&
        Date.parse(next.startsAt) === from &&
        Date.parse(next.startsAt) < Date.parse(at),
    );
    if ((kept && reopened) || (restartIndex !== -1 && !isSettled)) return [];
    const status = kept
      ? kept.late
        ? ('keptLate' as const)
        : ('kept' as const)
      : has('promise-broken')
        ? ('broken' as const)
        : has('promise-released')
          ? ('released' as const)
          : ('running' as const);
    const team = teamAfter(steps.slice(0, index).map((earlier) => earlier.step));
    // The correction may come after the clock has restarted: due time and owner identify the breach.
    const breach = own.find((next) => next.type === 'promise-broken');
    const isOfBreach = ({ step: next }: HandoffStepRecorded): boolean =>
      next.type === 'breach-corrected' &&
      isSameClock(next, step) &&
      next.dueAt === breach?.dueAt &&
      (step.clock === 'lead' || next.ownerId === step.ownerId);
    const corrected = later.some(isOfBreach);
    const escalated = has('escalated');
    const account = (status === 'keptLate' ? kept?.account : status === 'broken' ? breach?.account : undefined) ?? [];
    const evidence = evidenceOfKeeper(steps, kept);
    return [{ step, from, status, kept, account, escalated, corrected, evidence, rep: step.ownerId ?? null, team }];
  });
}

/** Of the touches at the moment at which a promise was kept, the last one that was not voided by then kept it. */
function evidenceOfKeeper(
  steps: readonly HandoffStepRecorded[],
  kept: StepOf<'promise-kept'> | undefined,
): EvidenceLevel | null {
  if (!kept || !keptByTouch.includes(kept.promise)) return null;
  const keeping = steps.find(({ step }) => step === kept);
  const before = steps.filter(({ version }) => version < (keeping?.version ?? 0));
  const voided = before.flatMap(({ step }) => (step.type === 'touch-voided' ? [step.touchVersion] : []));
  const touches = before.flatMap(({ step, at, version }) =>
    step.type === 'touched' && at === keeping?.at && !voided.includes(version) ? [step] : [],
  );
  return touches.at(-1)?.evidence.level ?? null;
}

function teamAfter(before: readonly HandoffStep[]): string | null {
  const last = before.findLast((step) => step.type === 'assigned' || step.type === 'queued');
  return last?.type === 'assigned' || last?.type === 'queued' ? last.teamId : null;
}

const isSameClock = (
  step: HandoffStep,
  to: { promise: string; clock: string },
): step is HandoffStep & { promise: string; clock: string } =>
  'promise' in step && 'clock' in step && step.promise === to.promise && step.clock === to.clock;
