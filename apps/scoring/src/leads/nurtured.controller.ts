import { Roles } from '@baton/service';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { LeadEntity } from '../database/lead.entity.ts';
import { NurturedPage, NurturedQuery, nurturedLead } from './nurtured-page.ts';

@ApiTags('nurtured leads')
@Controller('nurtured')
export class NurturedController {
  readonly #leads: Repository<LeadEntity>;

  constructor(@InjectRepository(LeadEntity) leads: Repository<LeadEntity>) {
    this.#leads = leads;
  }

  @Get()
  @Roles('marketer', 'admin')
  @ApiOperation({
    summary: 'Leads that marketing nurtures',
    description:
      'Those that are no MQL yet and those that sales gave back (unless they were rejected for good) or never reached, with the reason and the date of the review; overdue ones first, past leads without a review last. Each is judged again at its next signal; `POST /nurtured/{leadId}/review` keeps it on or rejects it.',
  })
  @ApiOkResponse({ type: NurturedPage })
  async nurtured(@Query() { limit, offset }: NurturedQuery): Promise<NurturedPage> {
    const [rows, total] = await this.#leads.findAndCount({
      where: { place: 'nurtured' },
      order: { reviewBy: { direction: 'ASC', nulls: 'LAST' }, leadId: 'ASC' },
      take: limit,
      skip: offset,
    });
    const asOf = new Date();
    return { asOf: asOf.toISOString(), total, leads: rows.map((row) => nurturedLead(row, asOf)) };
  }
}
