import type { WorkingCalendar } from '../time/working-calendar.ts';

/** A member of a team as routing sees them. */
export interface PoolMember {
  personId: string;
  teamId: string;
  active: boolean;
  skills: string[];
  /** BCP 47. An empty list means every language, so that a team that lists none still gets its leads. */
  languages: string[];
  /** The person's own zone and hours, or else the agreement's, with their absences. */
  calendar: WorkingCalendar;
  /** The maximum number of open handoffs; without it there is no limit. */
  cap?: number;
  openHandoffs: number;
  /** The leads that wait for this person's first touch, including those reserved for them. Each takes a slot. */
  takenSlots: number;
  /** Whether they missed an acceptance and have done nothing in Baton since. */
  unresponsive: boolean;
  deputyId?: string;
  /**
   * Their position in the round of this pool: leads assigned so far, divided by the weight. Absent for a member who is new
   * to the pool.
   */
  pass?: number;
  /** ISO 8601. */
  lastAssignedAt?: string;
}

/** A member at the time of one choice. It replaces the calendar with its results, so that anyone can recompute the choice. */
export interface MemberSnapshot extends Omit<PoolMember, 'calendar'> {
  /** The member's share of the turns relative to the others. */
  weight: number;
  /** Their next working moment, which is now if they are at work. Absent when they have no working hours. */
  worksFrom?: string;
  /** Whether an absence delays `worksFrom`. */
  absent: boolean;
}

/**
 * Why a person does not get the same lead again. A person who broke a promise gets it after all when no other member who
 * could take it is at work.
 */
export const leadExclusionReasons = ['declined', 'promise-broken', 'previous-owner'] as const;
export type LeadExclusionReason = (typeof leadExclusionReasons)[number];

/** `absent` and `starts-too-late` mean that an absence or the hours keep the person away for one working day or more. */
export const exclusionReasons = [
  ...leadExclusionReasons,
  'inactive',
  'language',
  'skills',
  'absent',
  'starts-too-late',
  'off-duty',
  'unresponsive',
  'at-cap',
  'no-free-slot',
] as const;
export type ExclusionReason = (typeof exclusionReasons)[number];

export interface Exclusion<Reason extends ExclusionReason = ExclusionReason> {
  personId: string;
  reason: Reason;
}

/** People excluded by what happened in this handoff. */
export type LeadExclusions = Exclusion<LeadExclusionReason>[];

/** Unlike `localeCompare` it sorts the same on every machine, so that a choice can be recomputed anywhere. */
export const byCodeUnits = (a: string, b: string): number => Number(a > b) - Number(a < b);
