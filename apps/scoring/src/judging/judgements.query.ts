import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { JudgementEntity } from './judgement.entity.ts';
import { judgementResponse } from './judgement.response.ts';
import type { JudgementResponse } from './judgement.response.ts';

@Injectable()
export class JudgementsQuery {
  readonly #database: DataSource;

  constructor(database: DataSource) {
    this.#database = database;
  }

  async list(leadId: string): Promise<JudgementResponse[]> {
    const rows = await this.#database.manager.find(JudgementEntity, { where: { leadId }, order: { position: 'ASC' } });
    return rows.map(judgementResponse);
  }
}
