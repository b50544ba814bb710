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
  deputyId?: string;
  /** Leads assigned so far, divided by the weight. The eligible member with the lowest pass is next. */
  pass: number;
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

/** Why a person must not get the same lead again. */
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
  'at-cap',
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
