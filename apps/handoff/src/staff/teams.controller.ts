import { DescribeResponse, CurrentCaller, PgPool, problems, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Length, Min } from 'class-validator';
import { team, teams } from '../commands/command.response.ts';
import { staffReaderRoles, canReadAllTeams } from './staff-access.ts';

class TeamRequest {
  @ApiProperty()
  @IsString()
  @Length(1, 200)
  name!: string;

  @ApiPropertyOptional({ description: 'The first team takes what no rule matches; a new one comes last, unless told' })
  @IsOptional()
  @IsInt()
  @Min(0)
  position?: number;

  @ApiPropertyOptional({ description: 'Who is told of breaches; without it, whoever has the role in the team' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  leadId?: string;

  @ApiPropertyOptional({ description: 'Who is told next' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  headId?: string;
}

interface TeamResponse {
  teamId: string;
  name: string;
  position: number;
  leadId: string | null;
  headId: string | null;
  fromFile: boolean;
}

const COLUMNS =
  'team_id AS "teamId", name, position, lead_id AS "leadId", head_id AS "headId", from_file AS "fromFile"';

@ApiTags('people')
@Controller('teams')
export class TeamsController {
  readonly #pool: PgPool;

  constructor(pool: PgPool) {
    this.#pool = pool;
  }

  @Get()
  @Roles(...staffReaderRoles)
  @ApiOperation({ summary: 'Teams in their order; whoever is in one sees that one' })
  @DescribeResponse(200, 'The teams', teams)
  async list(@CurrentCaller() caller: Caller): Promise<{ teams: TeamResponse[] }> {
    const { rows } = await this.#pool.query<TeamResponse>(
      `SELECT ${COLUMNS} FROM handoff.team WHERE $1::text IS NULL OR team_id = $1 ORDER BY position, team_id`,
      [canReadAllTeams(caller) ? null : (caller.teamId ?? '')],
    );
    return { teams: rows };
  }

  @Put(':teamId')
  @Roles('admin')
  @ApiOperation({ summary: 'Makes or changes a team. The team file passes over a team that was changed here' })
  @DescribeResponse(200, 'The team as it is now', team)
  async put(@Param('teamId') teamId: string, @Body() body: TeamRequest): Promise<TeamResponse> {
    const { name, position = null, leadId = null, headId = null } = body;
    const named = [leadId, headId].filter((personId) => personId !== null);
    const { rows: active } = await this.#pool.query<{ person_id: string }>(
      'SELECT person_id FROM handoff.person WHERE person_id = ANY ($1) AND active',
      [named],
    );
    const missing = named.find((personId) => !active.some((person) => person.person_id === personId));
    if (missing !== undefined) {
      const field = missing === leadId ? 'leadId' : 'headId';
      throw problems.unprocessable(`There is no active person ${missing}; nothing was changed.`, {
        errors: [{ field, code: 'no-such-person', message: 'name somebody who is there' }],
      });
    }
    const { rows } = await this.#pool.query<TeamResponse>(
      `INSERT INTO handoff.team AS t (team_id, name, position, lead_id, head_id)
       VALUES ($1, $2, coalesce($3::integer, (SELECT coalesce(max(position), -1) + 1 FROM handoff.team)), $4, $5)
       ON CONFLICT (team_id) DO UPDATE
         SET name = excluded.name, position = coalesce($3::integer, t.position), lead_id = excluded.lead_id,
             head_id = excluded.head_id, from_file = false
       RETURNING ${COLUMNS}`,
      [teamId, name, position, leadId, headId],
    );
    return rows[0]!;
  }
}
