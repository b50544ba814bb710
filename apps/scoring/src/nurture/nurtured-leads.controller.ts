import { Roles } from '@baton/service';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { LeadEntity } from '../judging/lead.entity.ts';
import { NurturedLeadsResponse, NurturedLeadsRequest, nurturedLeadResponse } from './nurtured-leads.response.ts';

@ApiTags('nurtured leads')
@Controller('nurtured-leads')
export class NurturedLeadsController {
  readonly #leads: Repository<LeadEntity>;

  constructor(@InjectRepository(LeadEntity) leads: Repository<LeadEntity>) {
    this.#leads = leads;
  }

  @Get()
  @Roles('marketer', 'admin')
  @ApiOperation({
    summary: 'Leads that marketing nurtures',
    description:
      'Those that are no MQL yet and those that sales gave back (unless they were rejected for good) or never reached, with the reason and the date of the review; overdue ones first, past leads without a review last. Each is judged again at its next signal; `POST /nurtured-leads/{leadId}/reviews` keeps it on or rejects it.',
  })
  @ApiOkResponse({ type: NurturedLeadsResponse })
  async list(@Query() { limit, offset }: NurturedLeadsRequest): Promise<NurturedLeadsResponse> {
    const [rows, total] = await this.#leads.findAndCount({
      where: { status: 'nurtured' },
      order: { reviewDueAt: { direction: 'ASC', nulls: 'LAST' }, leadId: 'ASC' },
      take: limit,
      skip: offset,
    });
    const asOf = new Date();
    return { asOf: asOf.toISOString(), total, leads: rows.map((row) => nurturedLeadResponse(row, asOf)) };
  }
}
