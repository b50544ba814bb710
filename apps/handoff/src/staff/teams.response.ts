import { shapes } from '@baton/service';
import type { ResponseSchema } from '@baton/service';

const { text, integer, boolean, nullable, listOf, objectOf } = shapes;

export interface TeamResponse {
  teamId: string;
  name: string;
  position: number;
  teamLeadId: string | null;
  teamHeadId: string | null;
  fromFile: boolean;
}

export const teamSchema = objectOf({
  teamId: text,
  name: text,
  position: integer,
  teamLeadId: nullable(text),
  teamHeadId: nullable(text),
  fromFile: boolean,
} satisfies Record<keyof TeamResponse, ResponseSchema>);

export const teamsSchema = objectOf({ teams: listOf(teamSchema) });
