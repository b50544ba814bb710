import { weekdays } from '@baton/domain';
import type { Absence, Role, WeeklyHours } from '@baton/domain';
import { shapes } from '@baton/service';
import type { ResponseSchema } from '@baton/service';

const { text, moment, integer, boolean, nullable, listOf, objectOf } = shapes;

const intervals = listOf(objectOf({ from: text, to: text }));
/** A weekday that is left out is a day off. */
const hoursSchema = objectOf({}, Object.fromEntries(weekdays.map((weekday) => [weekday, intervals])));

/** A person without their e-mail address, which the API never returns. */
export interface PersonResponse {
  personId: string;
  teamId: string | null;
  roles: Role[];
  zone: string | null;
  hours: WeeklyHours | null;
  skills: string[];
  languages: string[];
  cap: number | null;
  deputyId: string | null;
  /** Current and future absences. */
  absences: (Absence & { absenceId: string })[];
  openHandoffs: number;
  lastAssignedAt: Date | null;
  leftAt: Date | null;
  /** Whether the team file changes this person. A change over the API ends that. */
  fromFile: boolean;
}

export const personSchema = objectOf({
  personId: text,
  teamId: nullable(text),
  roles: listOf(text),
  zone: nullable(text),
  hours: nullable(hoursSchema),
  skills: listOf(text),
  languages: listOf(text),
  cap: nullable(integer),
  deputyId: nullable(text),
  absences: listOf(objectOf({ absenceId: text, from: moment, to: moment })),
  openHandoffs: integer,
  lastAssignedAt: nullable(moment),
  leftAt: nullable(moment),
  fromFile: boolean,
} satisfies Record<keyof PersonResponse, ResponseSchema>);

export const peopleSchema = objectOf({ people: listOf(personSchema) });
