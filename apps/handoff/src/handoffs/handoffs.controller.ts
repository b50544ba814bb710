import { applySteps, countByEvidence, countedTouches, emptyState, personRoles } from '@baton/domain';
import { databaseTime, sqlExecutorOf } from '@baton/messaging';
import { CurrentCaller, DescribeResponse, PgPool, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { postponedText } from '@baton/wording';
import type { LocalizedText } from '@baton/wording';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { AgreementStore } from '../agreements/agreement-store.ts';
import { findReadableHandoff } from '../handoff-row/find-readable-handoff.ts';
import { Handoff } from '../handoff-row/handoff.entity.ts';
import { readSteps } from '../handoff-row/record-rows.ts';
import { readableHandoffs } from '../handoff-row/row-access.ts';
import { HandoffsQuery } from './handoffs.request.ts';
import { handoffPageSchema, HandoffResponse } from './handoffs.response.ts';
import { NextAttempts } from './next-attempts.ts';

@ApiTags('handoffs')
@Controller('handoffs')
export class HandoffsController {
  readonly #handoffs: Repository<Handoff>;
  readonly #pool: PgPool;
  readonly #attempts: NextAttempts;
  readonly #agreements: AgreementStore;

  constructor(
    @InjectRepository(Handoff) handoffs: Repository<Handoff>,
    pool: PgPool,
    attempts: NextAttempts,
    agreements: AgreementStore,
  ) {
    this.#handoffs = handoffs;
    this.#pool = pool;
    this.#attempts = attempts;
    this.#agreements = agreements;
  }

  @Get()
  @Roles(...personRoles)
  @ApiOperation({
    summary:
      'List handoffs by owner, team, stage, due time or broken promise. People see the handoffs that they own or have owned, team leads those that their team has or has had',
  })
  @DescribeResponse(200, 'One page of the handoffs that the caller may see', handoffPageSchema)
  async list(@Query() request: HandoffsQuery, @CurrentCaller() caller: Caller): Promise<object> {
    const query = this.#handoffs.createQueryBuilder('h').where(...readableHandoffs(caller, 'h'));
    const { ownerId, teamId, leadId, source, stage, open, dueBefore, broken } = request;
    const conditions: [string, Record<string, unknown> | undefined][] = [
      ['h.ownerId = :ownerId', ownerId === undefined ? undefined : { ownerId }],
      ['h.teamId = :teamId', teamId === undefined ? undefined : { teamId }],
      ['h.source = :source', source === undefined ? undefined : { source }],
      ['h.stage = :stage', stage === undefined ? undefined : { stage }],
      ["h.stage <> 'ended'", open === true ? {} : undefined],
      ['h.nextDueAt < :dueBefore', dueBefore === undefined ? undefined : { dueBefore }],
      [':broken = ANY (h.brokenPromises)', broken === undefined ? undefined : { broken }],
      ['CAST(h.leadId AS text) = :leadId', leadId === undefined ? undefined : { leadId }],
    ];
    for (const [condition, parameters] of conditions) if (parameters) query.andWhere(condition, parameters);
    if (request.order === 'due') query.orderBy('h.nextDueAt', 'ASC', 'NULLS LAST');
    else query.orderBy('h.startedAt', 'DESC');
    const [handoffs, total] = await query
      .addOrderBy('h.handoffId')
      .take(request.limit)
      .skip(request.offset)
      .getManyAndCount();
    return { total, handoffs };
  }

  @Get(':handoffId')
  @Roles(...personRoles)
  @ApiOperation({ summary: 'Get a handoff with its record and the next attempt that the cadence suggests' })
  @ApiResponse({ status: 200, type: HandoffResponse })
  async get(@Param('handoffId') handoffId: string, @CurrentCaller() caller: Caller): Promise<HandoffResponse> {
    const handoff = await findReadableHandoff(this.#handoffs, handoffId, caller);
    const on = sqlExecutorOf(this.#pool);
    const record = await readSteps(on, handoffId);
    const now = await databaseTime(on);
    const touches = countedTouches(applySteps(emptyState(handoffId), record));
    return {
      ...handoff,
      record,
      touchesByEvidence: countByEvidence(touches.map(({ evidence }) => evidence)),
      nextAttempt: await this.#attempts.suggest(handoff, record, now),
      ...(handoff.postponedUntil && { postponed: await this.#postponedText(handoff, handoff.postponedUntil, now) }),
    };
  }

  /** Such as "postponed until 12 Jan", in the agreement's zone. */
  async #postponedText({ agreementVersion }: Handoff, until: Date, now: string): Promise<LocalizedText> {
    const published = await this.#agreements.find(agreementVersion);
    return postponedText(until.toISOString(), published?.agreement.calendar.zone ?? 'UTC', now);
  }
}
