import { CurrentCaller, problems, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ErasePerson } from './erase-person.ts';
import { LeadList, LeadView } from './lead-view.ts';
import { LookUp } from './look-up.ts';
import { Erasure, LeadListQuery, NewText } from './requests.ts';
import { Texts } from './texts.ts';

const leadId = new ParseUUIDPipe({
  exceptionFactory: () =>
    problems.badRequest('The lead id in the address must be a UUID.', { type: 'invalid-lead-id' }),
});

@ApiTags('leads')
@Controller('leads')
export class PersonController {
  readonly #lookUp: LookUp;
  readonly #texts: Texts;
  readonly #erasePerson: ErasePerson;

  constructor(
    @Inject(LookUp) lookUp: LookUp,
    @Inject(Texts) texts: Texts,
    @Inject(ErasePerson) erasePerson: ErasePerson,
  ) {
    this.#lookUp = lookUp;
    this.#texts = texts;
    this.#erasePerson = erasePerson;
  }

  @Get()
  @Roles('marketer', 'admin')
  @ApiOperation({ summary: 'Leads, newest first' })
  @ApiResponse({ status: 200, type: LeadList })
  list(@Query() query: LeadListQuery): Promise<LeadList> {
    return this.#lookUp.list(query);
  }

  @Get(':leadId')
  @Roles('marketer', 'admin', 'arbiter', 'ops', 'rep', 'closer', 'team-lead')
  @ApiOperation({
    summary: 'A lead with its person, signals and texts, and where it is now',
    description: 'A rep or closer sees the leads they own, a team lead those of the team.',
  })
  @ApiResponse({ status: 200, type: LeadView })
  @ApiResponse({ status: 403, description: 'The lead belongs to somebody else' })
  @ApiResponse({ status: 404, description: 'There is no such lead' })
  one(@Param('leadId', leadId) id: string, @CurrentCaller() caller: Caller): Promise<LeadView> {
    return this.#lookUp.one(id, caller);
  }

  @Put(':leadId/texts/:textId')
  @HttpCode(204)
  @Roles('integration')
  @ApiOperation({ summary: 'Keep a free text about the person; others know its id only' })
  @ApiResponse({ status: 204, description: 'Kept; the same id again replaces the text' })
  @ApiResponse({ status: 404, description: 'There is no such lead, or its person has been erased' })
  async putText(
    @Param('leadId', leadId) id: string,
    @Param('textId') textId: string,
    @Body() text: NewText,
  ): Promise<void> {
    if (textId.length > 200) throw problems.badRequest('The text id must have at most 200 characters.');
    await this.#texts.put(id, textId, text, new Date());
  }

  @Delete(':leadId/person')
  @Roles('marketer', 'admin')
  @ApiOperation({
    summary: 'Erase the person behind a lead',
    description:
      'Name, addresses, words, raw bodies and quarantined messages go, everywhere and at once; attributes and signals ' +
      'stay for the statistics. Other leads with the same e-mail, or with the same phone and no other name, are the same ' +
      'person. Who comes again later is a new lead. Repeating it is harmless.',
  })
  @ApiResponse({ status: 200, type: Erasure })
  @ApiResponse({ status: 404, description: 'There is no such lead' })
  erase(@Param('leadId', leadId) id: string, @CurrentCaller() caller: Caller): Promise<Erasure> {
    return this.#erasePerson.erase(id, caller.id, new Date());
  }
}
