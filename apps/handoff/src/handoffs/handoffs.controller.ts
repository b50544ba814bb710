import { sqlExecutorOf } from '@baton/messaging';
import { Answers, CurrentCaller, PgPool, problems, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { handoffPage } from '../answers.ts';
import { readSteps } from '../record/record-rows.ts';
import { HandoffPage } from './handoff-page.ts';
import { Handoff } from './handoff.entity.ts';
import { HandoffsQuery } from './handoffs.query.ts';
import { NextAttempts } from './next-attempts.ts';
import { maySee, ownRows } from './own-rows.ts';

const viewers = ['rep', 'closer', 'team-lead', 'marketer', 'arbiter', 'ops', 'admin'] as const;

@ApiTags('handoffs')
@Controller('handoffs')
export class HandoffsController {
  readonly #handoffs: Repository<Handoff>;
  readonly #pool: PgPool;
  readonly #attempts: NextAttempts;

  constructor(@InjectRepository(Handoff) handoffs: Repository<Handoff>, pool: PgPool, attempts: NextAttempts) {
    this.#handoffs = handoffs;
    this.#pool = pool;
    this.#attempts = attempts;
  }

  @Get()
  @Roles(...viewers)
  @ApiOperation({
    summary:
      'Handoffs by owner, team, stage, next due and broken promises; a rep sees their own, a team lead the team’s',
  })
  @Answers(200, 'The handoffs that the caller may see', handoffPage)
  async list(@Query() query: HandoffsQuery, @CurrentCaller() caller: Caller): Promise<object> {
    const own = ownRows(caller);
    const found = this.#handoffs.createQueryBuilder('h');
    const wanted: [string, Record<string, unknown> | undefined][] = [
      ['h.ownerId = :ownOwner', own.ownerId === undefined ? undefined : { ownOwner: own.ownerId }],
      ['h.teamId = :ownTeam', own.teamId === undefined ? undefined : { ownTeam: own.teamId }],
      ['h.ownerId = :owner', query.owner === undefined ? undefined : { owner: query.owner }],
      ['h.teamId = :team', query.team === undefined ? undefined : { team: query.team }],
      ['h.source = :source', query.source === undefined ? undefined : { source: query.source }],
      ['h.stage = :stage', query.stage === undefined ? undefined : { stage: query.stage }],
      ["h.stage <> 'ended'", query.open === true ? {} : undefined],
      ['h.nextDueAt < :dueBefore', query.dueBefore === undefined ? undefined : { dueBefore: query.dueBefore }],
      [':broken = ANY (h.brokenPromises)', query.broken === undefined ? undefined : { broken: query.broken }],
      ['CAST(h.leadId AS text) = :lead', query.lead === undefined ? undefined : { lead: query.lead }],
    ];
    for (const [condition, parameters] of wanted) if (parameters) found.andWhere(condition, parameters);
    if (query.order === 'due') found.orderBy('h.nextDueAt', 'ASC', 'NULLS LAST');
    else found.orderBy('h.startedAt', 'DESC');
    const [handoffs, total] = await found
      .addOrderBy('h.handoffId')
      .take(query.limit)
      .skip(query.offset)
      .getManyAndCount();
    return { total, handoffs };
  }

  @Get(':handoffId')
  @Roles(...viewers)
  @ApiOperation({ summary: 'One handoff with its whole record, and the attempt that the cadence suggests next' })
  @ApiResponse({ status: 200, type: HandoffPage })
  async one(@Param('handoffId') handoffId: string, @CurrentCaller() caller: Caller): Promise<HandoffPage> {
    const handoff = await this.#handoffs.findOneBy({ handoffId });
    if (!handoff) throw problems.notFound(`There is no handoff ${handoffId}.`);
    if (!maySee(caller, handoff)) throw problems.forbidden('This handoff belongs to somebody else.');
    const record = await readSteps(sqlExecutorOf(this.#pool), handoffId);
    return { ...handoff, record, nextAttempt: await this.#attempts.of(handoff, record, new Date().toISOString()) };
  }
}
