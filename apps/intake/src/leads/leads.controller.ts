import { CurrentCaller, problems, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { PersonErasure } from './person-erasure.ts';
import { LeadListResponse, LeadResponse } from './leads.response.ts';
import { LeadsQuery } from './leads.query.ts';
import { ErasureResponse, LeadListRequest, TextRequest } from './leads.request.ts';
import { LeadTexts } from './lead-texts.ts';

const leadId = new ParseUUIDPipe({
  exceptionFactory: () =>
    problems.badRequest('The lead id in the address must be a UUID.', { type: 'invalid-lead-id' }),
});

@ApiTags('leads')
@Controller('leads')
export class LeadsController {
  readonly #lookUp: LeadsQuery;
  readonly #texts: LeadTexts;
  readonly #erasePerson: PersonErasure;

  constructor(
    @Inject(LeadsQuery) lookUp: LeadsQuery,
    @Inject(LeadTexts) texts: LeadTexts,
    @Inject(PersonErasure) erasePerson: PersonErasure,
  ) {
    this.#lookUp = lookUp;
    this.#texts = texts;
    this.#erasePerson = erasePerson;
  }

  @Get()
  @Roles('marketer', 'admin')
  @ApiOperation({ summary: 'Leads, newest first' })
  @ApiResponse({ status: 200, type: LeadListResponse })
  list(@Query() query: LeadListRequest): Promise<LeadListResponse> {
    return this.#lookUp.list(query);
  }

  @Get(':leadId')
  @Roles('marketer', 'admin', 'arbiter', 'ops', 'rep', 'closer', 'team-lead')
  @ApiOperation({
    summary: 'A lead with its person, signals and texts, and where it is now',
    description: 'A rep or closer sees the leads they own, a team lead those of the team.',
  })
  @ApiResponse({ status: 200, type: LeadResponse })
  @ApiResponse({ status: 403, description: 'The lead belongs to somebody else' })
  @ApiResponse({ status: 404, description: 'There is no such lead' })
  get(@Param('leadId', leadId) id: string, @CurrentCaller() caller: Caller): Promise<LeadResponse> {
    return this.#lookUp.get(id, caller);
  }

  @Put(':leadId/texts/:textId')
  @HttpCode(204)
  @Roles('integration')
  @ApiOperation({ summary: 'Keep a free text about the person; others know its id only' })
  @ApiResponse({ status: 204, description: 'Kept; the same id again replaces the text' })
  @ApiResponse({ status: 404, description: 'There is no such lead, or its person has been erased' })
  async saveText(
    @Param('leadId', leadId) id: string,
    @Param('textId') textId: string,
    @Body() text: TextRequest,
  ): Promise<void> {
    if (textId.length > 200) throw problems.badRequest('The text id must have at most 200 characters.');
    await this.#texts.save(id, textId, text, new Date());
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
  @ApiResponse({ status: 200, type: ErasureResponse })
  @ApiResponse({ status: 404, description: 'There is no such lead' })
  erase(@Param('leadId', leadId) id: string, @CurrentCaller() caller: Caller): Promise<ErasureResponse> {
    return this.#erasePerson.erase(id, caller.id, new Date());
  }
}
