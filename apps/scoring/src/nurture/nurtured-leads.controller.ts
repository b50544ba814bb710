import { PageRequest, Roles } from '@baton/service';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { NurturedLeadsQuery } from './nurtured-leads.query.ts';
import { NurturedLeadsResponse } from './nurtured-leads.response.ts';

@ApiTags('nurtured leads')
@Controller('nurtured-leads')
export class NurturedLeadsController {
  readonly #leads: NurturedLeadsQuery;

  constructor(leads: NurturedLeadsQuery) {
    this.#leads = leads;
  }

  @Get()
  @Roles('marketer', 'admin')
  @ApiOperation({
    summary: 'List nurtured leads',
    description:
      'Leads that are not MQLs yet, that sales returned, or that sales could not reach, each with the reason and the date of its review. Overdue leads come first, imported leads without a review last. A lead is judged again at its next signal; `POST /nurtured-leads/{leadId}/reviews` keeps or rejects it.',
  })
  @ApiOkResponse({ type: NurturedLeadsResponse })
  list(@Query() page: PageRequest): Promise<NurturedLeadsResponse> {
    return this.#leads.list(page, new Date());
  }
}
