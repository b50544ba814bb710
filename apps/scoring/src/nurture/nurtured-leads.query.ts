import type { PageRequest } from '@baton/service';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LeadEntity } from '../judging/lead.entity.ts';
import { nurturedLeadResponse } from './nurtured-leads.response.ts';
import type { NurturedLeadsResponse } from './nurtured-leads.response.ts';

@Injectable()
export class NurturedLeadsQuery {
  readonly #database: DataSource;

  constructor(database: DataSource) {
    this.#database = database;
  }

  async list({ limit, offset }: PageRequest, asOf: Date): Promise<NurturedLeadsResponse> {
    const [rows, total] = await this.#database.manager.findAndCount(LeadEntity, {
      where: { status: 'nurtured' },
      order: { reviewDueAt: { direction: 'ASC', nulls: 'LAST' }, leadId: 'ASC' },
      take: limit,
      skip: offset,
    });
    return { asOf: asOf.toISOString(), total, leads: rows.map((row) => nurturedLeadResponse(row, asOf)) };
  }
}
