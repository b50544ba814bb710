import { problems, readableSql, readerParameters } from '@baton/service';
import type { Caller } from '@baton/service';
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

  /** @throws Problem 404 when the lead is unknown, or the caller may not read it. */
  async list(leadId: string, caller: Caller): Promise<JudgementResponse[]> {
    await this.#assertReadable(leadId, caller);
    const rows = await this.#database.manager.find(JudgementEntity, { where: { leadId }, order: { position: 'ASC' } });
    return rows.map(judgementResponse);
  }
  /** To those who read everything, a lead that scoring does not know is one that it has not judged yet. */
  async #assertReadable(leadId: string, caller: Caller): Promise<void> {
    const { ownerId, teamId } = readerParameters(caller);
    if (ownerId === null) return;
    const readable = await this.#database.query<unknown[]>(
      `SELECT FROM scoring.lead WHERE lead_id = $1 AND ${READABLE}`,
      [leadId, ownerId, teamId],
    );
    if (readable.length === 0)
      throw problems.notFound('There is no lead with this id, or neither you nor the team you lead has had it.');
  }
}

const READABLE = readableSql({ ownerIds: 'owner_ids', teamIds: 'team_ids' }, { ownerId: '$2', teamId: '$3' });
