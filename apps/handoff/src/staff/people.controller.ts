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
    summary: 'People with their hours, caps, absences and open handoffs; whoever is in a team sees the team',
  })
  @DescribeResponse(200, 'The people', peopleSchema)
  async list(@Query() { teamId: team, state }: PeopleQuery, @CurrentCaller() caller: Caller): Promise<object> {
    const teamId = team ?? (readsAllTeams(caller) ? undefined : (caller.teamId ?? ''));
    if (teamId !== undefined) assertCanReadTeam(caller, teamId);
    return { people: await this.#people.list({ left: state === 'left', ...(teamId !== undefined && { teamId }) }) };
  }

  @Get(':personId')
  @Roles(...personRoles)
  @ApiOperation({ summary: 'One person' })
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
      'Says how a person works: zone, hours, skills, languages, cap, deputy. An admin also makes new people, and sets team and roles. The team file passes over whoever was changed here',
  })
  @DescribeResponse(200, 'The person as they are now', personSchema)
  put(
    @Param('personId') personId: string,
    @Body() body: PersonRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<PersonResponse> {
    return this.#people.put(personId, body, caller);
  }

  @Post(':personId/absences')
  @Roles(...staffEditorRoles)
  @ApiOperation({
    summary: 'Somebody is away. What is open goes to the deputy when an absence of a working day or more begins',
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
  @Roles(...staffEditorRoles)
  @ApiOperation({ summary: 'They are back, or never went; leads that wait look again. What was handed on stays so' })
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
    summary: 'They leave: no more leads, and what is open and their accounts go to the deputy, else by the rules',
  })
  @DescribeResponse(202, 'The person; what is open is handed on from here on', personSchema)
  leave(@Param('personId') personId: string, @CurrentCaller() caller: Caller): Promise<PersonResponse> {
    return this.#people.leave(personId, caller);
  }

  @Post(':personId/rejoin')
  @HttpCode(200)
  @Roles(...staffEditorRoles)
  @ApiOperation({ summary: 'Somebody who had left is there again' })
  @DescribeResponse(200, 'The person, who is there again', personSchema)
  rejoin(@Param('personId') personId: string, @CurrentCaller() caller: Caller): Promise<PersonResponse> {
    return this.#people.rejoin(personId, caller);
  }
}
