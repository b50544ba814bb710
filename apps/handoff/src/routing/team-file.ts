import { ROLES } from '@baton/domain';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const shape = z.object({
  teams: z.array(z.object({ id: z.string().min(1), name: z.string().min(1) })).min(1),
  people: z.array(
    z.object({
      id: z.string().min(1),
      roles: z.array(z.enum(ROLES)).min(1),
      team: z.string().optional(),
      email: z.string().optional(),
    }),
  ),
});

export type TeamFile = z.infer<typeof shape>;

/** @throws Error naming the file and each wrong field. */
export function readTeamFile(path: string): TeamFile {
  const read = shape.safeParse(parse(readFileSync(path, 'utf8')));
  if (read.success) return read.data;
  const wrong = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new Error(`The team file ${path} is not usable. ${wrong}`);
}
