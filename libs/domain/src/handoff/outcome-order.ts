import { HOUR } from '../time/units.ts';
import type { RecordedStep } from './record.ts';

/** An outcome as a person or a system reported it. */
export interface OutcomeReport {
  outcomeId: string;
  decidedAt: string;
  reportedAt: string;
}

/**
 * Orders outcomes of a handoff by when they happened, then by when they were reported; the last one counts. A mistake is
 * corrected by another report with the same or a later moment. Ids order reports of the same moments.
 */
export const compareOutcomes = (a: OutcomeReport, b: OutcomeReport): number =>
  Date.parse(a.decidedAt) - Date.parse(b.decidedAt) ||
  Date.parse(a.reportedAt) - Date.parse(b.reportedAt) ||
  (a.outcomeId < b.outcomeId ? -1 : 1);

/** A handoff that an outcome can belong to. */
export interface OutcomeTarget {
  handoffNumber: number;
  /** The earliest moment at which it can have been won or lost. */
  beganAt: string;
  isImported: boolean;
}

/** The facts of an outcome that decide which handoff it belongs to. */
export interface OutcomeToMatch {
  /** Without it, the lead's latest handoff that had begun. */
  handoffNumber?: number;
  decidedAt: string;
  /** An outcome of imported history. */
  imported?: boolean;
}

export type OutcomeMatch<Target extends OutcomeTarget> =
  | { kind: 'matched'; target: Target }
  /** Its handoff is not known yet. */
  | { kind: 'waiting' }
  /** It is dated before every handoff that it could belong to; this is the first of them. */
  | { kind: 'before-handoff'; target: Target };

/** Calendar days begin this long before UTC's in the easternmost time zone. */
const EASTERNMOST_HOURS = 14;

/** When a handoff began, from the first step of its record. An imported day has no time, and its zone is not recorded. */
export function outcomeTarget(handoffNumber: number, { at, step }: Pick<RecordedStep, 'at' | 'step'>): OutcomeTarget {
  const isImported = step.type === 'imported';
  const beganAt = isImported ? new Date(Date.parse(at) - EASTERNMOST_HOURS * HOUR).toISOString() : at;
  return { handoffNumber, beganAt, isImported };
}

/**
 * The handoff that an outcome belongs to: the one it names, otherwise the latest that had begun by then. An imported
 * outcome belongs to the imported handoff, whatever the dates in the file say, and waits until it is known.
 */
export function matchOutcome<Target extends OutcomeTarget>(
  targets: readonly Target[],
  { handoffNumber, decidedAt, imported = false }: OutcomeToMatch,
): OutcomeMatch<Target> {
  const candidates = targets
    .filter((target) => handoffNumber === undefined || target.handoffNumber === handoffNumber)
    .filter(({ isImported }) => isImported || !imported)
    .sort((a, b) => Date.parse(a.beganAt) - Date.parse(b.beganAt) || a.handoffNumber - b.handoffNumber);
  const [first] = candidates;
  if (first === undefined) return { kind: 'waiting' };
  const target = candidates.findLast(({ beganAt }) => imported || Date.parse(beganAt) <= Date.parse(decidedAt));
  return target ? { kind: 'matched', target } : { kind: 'before-handoff', target: first };
}

/** Why an outcome or a payment cannot have this moment; undefined when it can. */
export function momentBeforeHandoff(field: string, moment: string, beganAt: string): string | undefined {
  if (Date.parse(moment) >= Date.parse(beganAt)) return undefined;
  return `${field} is ${new Date(moment).toISOString()}, before the handoff began at ${beganAt}. Correct ${field}, or report it for the handoff that it belongs to.`;
}
