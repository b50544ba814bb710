import { Answers, CurrentCaller, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { people, person } from '../answers.ts';
import { People } from './people.ts';
import type { PersonView } from './person-rows.ts';
import { AbsenceBody, PeopleQuery, PersonBody } from './person.dto.ts';
import { editorRoles, mustSeeTeam, readerRoles, seesAll } from './rights.ts';

@ApiTags('people')
@Controller('people')
export class PeopleController {
  readonly #people: People;

  constructor(people: People) {
    this.#people = people;
  }

  @Get()
  @Roles(...readerRoles)
  @ApiOperation({
    summary: 'People with their hours, caps, absences and open handoffs; whoever is in a team sees the team',
  })
  @Answers(200, 'The people', people)
  async list(@Query() { team, state }: PeopleQuery, @CurrentCaller() caller: Caller): Promise<object> {
    const teamId = team ?? (seesAll(caller) ? undefined : (caller.teamId ?? ''));
    if (teamId !== undefined) mustSeeTeam(caller, teamId);
    return { people: await this.#people.list({ left: state === 'left', ...(teamId !== undefined && { teamId }) }) };
  }

  @Get(':personId')
  @Roles(...readerRoles)
  @ApiOperation({ summary: 'One person' })
  @Answers(200, 'The person', person)
  async one(@Param('personId') personId: string, @CurrentCaller() caller: Caller): Promise<PersonView> {
    const person = await this.#people.one(personId);
    mustSeeTeam(caller, person.team);
    return person;
  }

  @Put(':personId')
  @Roles(...editorRoles)
  @ApiOperation({
    summary:
      'Says how a person works: zone, hours, skills, languages, cap, deputy. An admin also makes new people, and sets team and roles. The team file passes over whoever was changed here',
  })
  @Answers(200, 'The person as they are now', person)
  put(
    @Param('personId') personId: string,
    @Body() body: PersonBody,
    @CurrentCaller() caller: Caller,
  ): Promise<PersonView> {
    return this.#people.put(personId, body, caller);
  }

  @Post(':personId/absences')
  @Roles(...editorRoles)
  @ApiOperation({
    summary: 'Somebody is away. What is open goes to the deputy when an absence of a working day or more begins',
  })
  @Answers(201, 'The person with the absence', person)
  addAbsence(
    @Param('personId') personId: string,
    @Body() body: AbsenceBody,
    @CurrentCaller() caller: Caller,
  ): Promise<PersonView> {
    return this.#people.addAbsence(personId, body, caller);
  }

  @Delete(':personId/absences/:absenceId')
  @Roles(...editorRoles)
  @ApiOperation({ summary: 'They are back, or never went; leads that wait look again. What was handed on stays so' })
  @Answers(200, 'The person without the absence', person)
  removeAbsence(
    @Param('personId') personId: string,
    @Param('absenceId', ParseUUIDPipe) absenceId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<PersonView> {
    return this.#people.removeAbsence(personId, absenceId, caller);
  }

  @Post(':personId/leave')
  @HttpCode(202)
  @Roles(...editorRoles)
  @ApiOperation({
    summary: 'They leave: no more leads, and what is open and their accounts go to the deputy, else by the rules',
  })
  @Answers(202, 'The person; what is open is handed on from here on', person)
  leave(@Param('personId') personId: string, @CurrentCaller() caller: Caller): Promise<PersonView> {
    return this.#people.leave(personId, caller);
  }

  @Post(':personId/come-back')
  @HttpCode(200)
  @Roles(...editorRoles)
  @ApiOperation({ summary: 'Somebody who had left is there again' })
  @Answers(200, 'The person, who is there again', person)
  comeBack(@Param('personId') personId: string, @CurrentCaller() caller: Caller): Promise<PersonView> {
    return this.#people.comeBack(personId, caller);
  }
}
