import { personHoursProblems, personRoles, weekdays } from '@baton/domain';
import type { CalendarProblem } from '@baton/domain';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const idSchema = z.string().min(1);
const intervalSchema = z.strictObject({ from: z.string(), to: z.string() });

const personSchema = z.object({
  id: idSchema,
  roles: z.array(z.enum(personRoles)).min(1),
  team: idSchema.optional(),
  email: z.string().optional(),
  zone: z.string().optional(),
  hours: z.partialRecord(z.enum(weekdays), z.array(intervalSchema)).optional(),
  skills: z.array(idSchema).default([]),
  languages: z.array(idSchema).default([]),
  cap: z.int().nonnegative().optional(),
  deputy: idSchema.optional(),
});
type PersonEntry = z.infer<typeof personSchema>;

const teamFileSchema = z
  .object({
    teams: z
      .array(z.object({ id: idSchema, name: z.string().min(1), lead: idSchema.optional(), head: idSchema.optional() }))
      .min(1),
    people: z.array(personSchema),
  })
  .superRefine(({ teams, people }, context) => {
    const addIssue = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: 'custom', path, message });
    teams.forEach((team, index) => {
      for (const field of ['lead', 'head'] as const) {
        const named = team[field];
        if (named !== undefined && !people.some((each) => each.id === named))
          addIssue(
            ['teams', index, field],
            `there is no person ${named}: add them under people, or leave ${field} out`,
          );
      }
    });
    people.forEach((each, index) => {
      if (each.team !== undefined && !teams.some((team) => team.id === each.team))
        addIssue(['people', index, 'team'], `there is no team ${each.team}`);
      for (const { path, message } of hoursProblems(each)) addIssue(['people', index, path], message);
      if (each.deputy !== undefined && !isColleague(each.deputy, each, people))
        addIssue(['people', index, 'deputy'], `${each.deputy} is not another person of the same team`);
    });
  });

export type TeamFile = z.infer<typeof teamFileSchema>;

const hoursProblems = ({ zone, hours }: PersonEntry): CalendarProblem[] =>
  personHoursProblems({ ...(zone !== undefined && { zone }), ...(hours && { hours }) });

const isColleague = (deputy: string, { id: ownId, team }: PersonEntry, people: PersonEntry[]): boolean =>
  people.some((other) => other.id === deputy && other.id !== ownId && other.team === team);

/** @throws Error naming the file and each wrong field. */
export function readTeamFile(path: string): TeamFile {
  const read = teamFileSchema.safeParse(parse(readFileSync(path, 'utf8')));
  if (read.success) return read.data;
  const wrong = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new Error(`The team file ${path} is invalid. ${wrong}`);
}
