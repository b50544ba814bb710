import { CurrentCaller, Roles, type Caller } from '@baton/service';
import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { People } from './people.ts';
import type { PersonView } from './person-rows.ts';
import { AbsenceBody, PeopleQuery, PersonBody } from './person.dto.ts';
import { CHANGERS, mustSeeTeam, READERS, seesAll } from './rights.ts';

@ApiTags('people')
@Controller('people')
export class PeopleController {
  readonly #people: People;

  constructor(people: People) {
    this.#people = people;
  }

  @Get()
  @Roles(...READERS)
  @ApiOperation({
    summary: 'People with their hours, caps, absences and open handoffs; whoever is in a team sees the team',
  })
  async list(@Query() { team, state }: PeopleQuery, @CurrentCaller() caller: Caller): Promise<object> {
    const teamId = team ?? (seesAll(caller) ? undefined : (caller.teamId ?? ''));
    if (teamId !== undefined) mustSeeTeam(caller, teamId);
    return { people: await this.#people.list({ left: state === 'left', ...(teamId !== undefined && { teamId }) }) };
  }

  @Get(':personId')
  @Roles(...READERS)
  @ApiOperation({ summary: 'One person' })
  async one(@Param('personId') personId: string, @CurrentCaller() caller: Caller): Promise<PersonView> {
    const person = await this.#people.one(personId);
    mustSeeTeam(caller, person.team);
    return person;
  }

  @Put(':personId')
  @Roles(...CHANGERS)
  @ApiOperation({
    summary:
      'Says how a person works: zone, hours, skills, languages, cap, deputy. An admin also makes new people, and sets team and roles. The team file passes over whoever was changed here',
  })
  put(
    @Param('personId') personId: string,
    @Body() body: PersonBody,
    @CurrentCaller() caller: Caller,
  ): Promise<PersonView> {
    return this.#people.put(personId, body, caller);
  }

  @Post(':personId/absences')
  @Roles(...CHANGERS)
  @ApiOperation({
    summary: 'Somebody is away. What is open goes to the deputy when an absence of a working day or more begins',
  })
  addAbsence(
    @Param('personId') personId: string,
    @Body() body: AbsenceBody,
    @CurrentCaller() caller: Caller,
  ): Promise<PersonView> {
    return this.#people.addAbsence(personId, body, caller);
  }

  @Delete(':personId/absences/:absenceId')
  @Roles(...CHANGERS)
  @ApiOperation({ summary: 'They are back, or never went; leads that wait look again. What was handed on stays so' })
  removeAbsence(
    @Param('personId') personId: string,
    @Param('absenceId', ParseUUIDPipe) absenceId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<PersonView> {
    return this.#people.removeAbsence(personId, absenceId, caller);
  }

  @Post(':personId/leave')
  @HttpCode(202)
  @Roles(...CHANGERS)
  @ApiOperation({
    summary: 'They leave: no more leads, and what is open and their accounts go to the deputy, else by the rules',
  })
  leave(@Param('personId') personId: string, @CurrentCaller() caller: Caller): Promise<PersonView> {
    return this.#people.leave(personId, caller);
  }

  @Post(':personId/come-back')
  @HttpCode(200)
  @Roles(...CHANGERS)
  @ApiOperation({ summary: 'Somebody who had left is there again' })
  comeBack(@Param('personId') personId: string, @CurrentCaller() caller: Caller): Promise<PersonView> {
    return this.#people.comeBack(personId, caller);
  }
}
