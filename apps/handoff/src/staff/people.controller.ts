import { personRoles } from '@baton/domain';
import { CurrentCaller, DescribeResponse, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { readsAllTeams } from '../handoff-row/row-access.ts';
import { People } from '../staff-changes/people.ts';
import { AbsenceRequest, PeopleQuery, PersonRequest } from './people.request.ts';
import { peopleSchema, personSchema } from './people.response.ts';
import type { PersonResponse } from './people.response.ts';
import { assertCanReadTeam, staffEditorRoles } from './staff-access.ts';

@ApiTags('people')
@Controller('people')
export class PeopleController {
  readonly #people: People;

  constructor(people: People) {
    this.#people = people;
  }

  @Get()
  @Roles(...personRoles)
  @ApiOperation({
    summary: 'List people with their hours, caps, absences and open handoffs. Members of a team see their own team',
  })
  @DescribeResponse(200, 'The people', peopleSchema)
  async list(
    @Query() { teamId: requestedTeamId, state }: PeopleQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<object> {
    const teamId = requestedTeamId ?? (readsAllTeams(caller) ? undefined : (caller.teamId ?? ''));
    if (teamId !== undefined) assertCanReadTeam(caller, teamId);
    return { people: await this.#people.list({ left: state === 'left', ...(teamId !== undefined && { teamId }) }) };
  }

  @Get(':personId')
  @Roles(...personRoles)
  @ApiOperation({ summary: 'Get a person' })
  @DescribeResponse(200, 'The person', personSchema)
  async get(@Param('personId') personId: string, @CurrentCaller() caller: Caller): Promise<PersonResponse> {
    const person = await this.#people.get(personId);
    assertCanReadTeam(caller, person.teamId);
    return person;
  }

  @Put(':personId')
  @Roles(...staffEditorRoles)
  @ApiOperation({
    summary:
      'Set the zone, hours, skills, languages, cap and deputy of a person. An admin may also create people and set team and roles. The team file no longer changes the person afterwards',
  })
  @DescribeResponse(200, 'The changed person', personSchema)
  put(
    @Param('personId') personId: string,
    @Body() body: PersonRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<PersonResponse> {
    return this.#people.put(personId, body, caller);
  }

  @Post(':personId/absences')
  @Roles(...personRoles)
  @ApiOperation({
    summary:
      'Add an absence for yourself or for a member of the team that you lead. The team lead is notified of absences that people enter themselves. If it lasts a working day or more, open handoffs go to the deputy when it starts',
  })
  @DescribeResponse(201, 'The person with the absence', personSchema)
  addAbsence(
    @Param('personId') personId: string,
    @Body() body: AbsenceRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<PersonResponse> {
    return this.#people.addAbsence(personId, body, caller);
  }

  @Delete(':personId/absences/:absenceId')
  @Roles(...personRoles)
  @ApiOperation({
    summary:
      'Remove an absence: yours or that of a member of the team that you lead. Routing is retried for waiting leads. Handoffs that were handed over keep their new owner',
  })
  @DescribeResponse(200, 'The person without the absence', personSchema)
  removeAbsence(
    @Param('personId') personId: string,
    @Param('absenceId', ParseUUIDPipe) absenceId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<PersonResponse> {
    return this.#people.removeAbsence(personId, absenceId, caller);
  }

  @Post(':personId/leave')
  @HttpCode(202)
  @Roles(...staffEditorRoles)
  @ApiOperation({
    summary:
      'Record that a person left. Open handoffs and accounts go to the deputy; without one, routing chooses the new owners',
  })
  @DescribeResponse(202, 'The person. Their open handoffs are being handed over', personSchema)
  @DescribeResponse(409, 'The person has already left')
  leave(@Param('personId') personId: string, @CurrentCaller() caller: Caller): Promise<PersonResponse> {
    return this.#people.leave(personId, caller);
  }

  @Post(':personId/rejoin')
  @HttpCode(200)
  @Roles(...staffEditorRoles)
  @ApiOperation({ summary: 'Record that a person who left is active again' })
  @DescribeResponse(200, 'The active person', personSchema)
  @DescribeResponse(409, 'The person has not left')
  rejoin(@Param('personId') personId: string, @CurrentCaller() caller: Caller): Promise<PersonResponse> {
    return this.#people.rejoin(personId, caller);
  }
}
