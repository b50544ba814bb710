import { personRoles } from '@baton/domain';
import { CurrentCaller, DescribeResponse, PgPool, problems, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { readsAllTeams } from '../handoff-row/row-access.ts';
import { TeamRequest } from './teams.request.ts';
import { teamSchema, teamsSchema } from './teams.response.ts';
import type { TeamResponse } from './teams.response.ts';

const COLUMNS =
  'team_id AS "teamId", name, position, team_lead_id AS "teamLeadId", team_head_id AS "teamHeadId", from_file AS "fromFile"';

@ApiTags('people')
@Controller('teams')
export class TeamsController {
  readonly #pool: PgPool;

  constructor(pool: PgPool) {
    this.#pool = pool;
  }

  @Get()
  @Roles(...personRoles)
  @ApiOperation({ summary: 'List teams in their order. Members of a team see their own team' })
  @DescribeResponse(200, 'The teams', teamsSchema)
  async list(@CurrentCaller() caller: Caller): Promise<{ teams: TeamResponse[] }> {
    const { rows } = await this.#pool.query<TeamResponse>(
      `SELECT ${COLUMNS} FROM handoff.team WHERE $1::text IS NULL OR team_id = $1 ORDER BY position, team_id`,
      [readsAllTeams(caller) ? null : (caller.teamId ?? '')],
    );
    return { teams: rows };
  }

  @Put(':teamId')
  @Roles('admin')
  @ApiOperation({ summary: 'Create or change a team. The team file no longer changes it afterwards' })
  @DescribeResponse(200, 'The changed team', teamSchema)
  async put(@Param('teamId') teamId: string, @Body() body: TeamRequest): Promise<TeamResponse> {
    const { name, position = null, teamLeadId = null, teamHeadId = null } = body;
    const named = [teamLeadId, teamHeadId].filter((personId) => personId !== null);
    const { rows: active } = await this.#pool.query<{ person_id: string }>(
      'SELECT person_id FROM handoff.person WHERE person_id = ANY ($1) AND active',
      [named],
    );
    const unknownId = named.find((personId) => !active.some((person) => person.person_id === personId));
    if (unknownId !== undefined) {
      const field = unknownId === teamLeadId ? 'teamLeadId' : 'teamHeadId';
      throw problems.unprocessable(`"${unknownId}" is not an active person. Nothing was changed.`, {
        errors: [{ field, code: 'no-such-person', message: 'must be an active person' }],
      });
    }
    const { rows } = await this.#pool.query<TeamResponse>(
      `INSERT INTO handoff.team AS t (team_id, name, position, team_lead_id, team_head_id)
       VALUES ($1, $2, coalesce($3::integer, (SELECT coalesce(max(position), -1) + 1 FROM handoff.team)), $4, $5)
       ON CONFLICT (team_id) DO UPDATE
         SET name = excluded.name, position = coalesce($3::integer, t.position), team_lead_id = excluded.team_lead_id,
             team_head_id = excluded.team_head_id, from_file = false
       RETURNING ${COLUMNS}`,
      [teamId, name, position, teamLeadId, teamHeadId],
    );
    return rows[0]!;
  }
}
