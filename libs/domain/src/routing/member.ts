import type { WorkingCalendar } from '../time/working-calendar.ts';

/** A rep as routing knows them. */
export interface PoolMember {
  personId: string;
  teamId: string;
  active: boolean;
  skills: string[];
  /** BCP 47. Whoever lists none is taken to speak all: a team that never named its languages still gets its leads. */
  languages: string[];
  /** Their own zone and hours or the agreement's, with their absences. */
  calendar: WorkingCalendar;
  /** How many open handoffs at once; without it any number. */
  cap?: number;
  /** How many are open now. */
  openHandoffs: number;
  /** Who stands in while they are away. */
  deputyId?: string;
  /** Leads given so far, over the weight: the smallest of those eligible is next. */
  pass: number;
}

/** A rep as one choice saw them: calendars worked out, so that it can be computed again anywhere and at any time. */
export interface MemberSnapshot extends Omit<PoolMember, 'calendar'> {
  /** Their share of the turns, beside the others'. */
  weight: number;
  /** When they work next: now for whoever is at work; absent when they have no hours at all. */
  worksFrom?: string;
  /** Whether an absence lies before that. */
  absent: boolean;
}

/** Who must not get this lead again, and why. */
export type LeadExclusionReason = 'declined' | 'promise-broken' | 'previous-owner';

/** `absent` and `starts-too-late`: not at work within one working day, because of an absence or of their hours. */
export const exclusionReasons = [
  'declined',
  'promise-broken',
  'previous-owner',
  'inactive',
  'language',
  'skills',
  'absent',
  'starts-too-late',
  'at-cap',
] as const;
export type ExclusionReason = (typeof exclusionReasons)[number];

export interface Exclusion<Why extends ExclusionReason = ExclusionReason> {
  personId: string;
  reason: Why;
}

/** Unlike `localeCompare` the same on every machine, so that the choice can be computed again anywhere. */
export const byCodeUnits = (a: string, b: string): number => Number(a > b) - Number(a < b);
