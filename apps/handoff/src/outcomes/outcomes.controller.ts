import { leadOutcome, schemaErrors } from '@baton/contracts';
import type { LeadOutcome } from '@baton/contracts';
import { outcomeRefusal, recordedActor, refundRefusal, wonRefusal } from '@baton/domain';
import type { MoneyReport } from '@baton/domain';
import { databaseTime, sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import {
  commandActorOf,
  DescribeResponse,
  IdempotentRequest,
  Outbox,
  PgPool,
  problems,
  requestHash,
  Roles,
  Scope,
} from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import { DataSource, Repository } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { findReadableHandoff } from '../handoff-row/find-readable-handoff.ts';
import { Handoff } from '../handoff-row/handoff.entity.ts';
import { readState } from '../handoff-row/record-rows.ts';
import { futureMoments, momentsBeforeHandoff, momentsOf } from './outcome-moments.ts';
import { readHandoffsOfLead, readMoneyReports } from './outcome-rows.ts';
import { OutcomeRequest } from './outcomes.request.ts';
import { reportedOutcomeSchema } from './outcomes.response.ts';

@ApiTags('outcomes')
@Scope('send-commands')
@Controller('handoffs/:handoffId/outcome')
export class OutcomesController {
  readonly #handoffs: Repository<Handoff>;
  readonly #dataSource: DataSource;
  readonly #outbox: Outbox;
  readonly #pool: PgPool;

  constructor(
    @InjectRepository(Handoff) handoffs: Repository<Handoff>,
    @InjectDataSource() dataSource: DataSource,
    outbox: Outbox,
    pool: PgPool,
  ) {
    this.#handoffs = handoffs;
    this.#dataSource = dataSource;
    this.#outbox = outbox;
    this.#pool = pool;
  }

  @Post()
  @HttpCode(202)
  @Roles('rep', 'closer', 'team-lead', 'admin', 'integration')
  @ApiOperation({
    summary: 'Report that an SQL was won, lost or refunded. Published on baton.outcomes.v1, then recorded',
  })
  @DescribeResponse(202, 'Stored. It is published once, under this id', reportedOutcomeSchema)
  @DescribeResponse(409, 'The lead is not an SQL, or the refunded deal was not won')
  async report(
    @IdempotentRequest('handoffId') { handoffId, caller, idempotencyKey }: IdempotentRequest<'handoffId'>,
    @Body() body: OutcomeRequest,
  ): Promise<{ outcomeId: string }> {
    const handoff = await this.#findReportable(handoffId, caller);
    const sql = sqlExecutorOf(this.#pool);
    const outcomeId = `outcome/${requestHash([caller.id, handoffId, idempotencyKey]).slice(0, 32)}`;
    // The same request has the same response, whatever was recorded since.
    if (await isReported(sql, outcomeId, body)) return { outcomeId };
    if (caller.kind === 'person') await this.#assertSql(handoffId);
    const now = await databaseTime(sql);
    assertHappened(body, now);
    const began = (await readHandoffsOfLead(sql, handoff.leadId)).find((other) => other.handoffId === handoffId);
    if (began) assertAfterStart(body, began.beganAt);
    const data = outcomeOf(handoff, body, now);
    await this.#assertAmounts(handoffId, { ...data, outcomeId, reportedAt: now });
    const event = {
      id: outcomeId,
      source: '/baton/handoff',
      type: leadOutcome.type,
      time: now,
      subject: handoffId,
      data,
    };
    await this.#dataSource.transaction(async (manager) => {
      if (!(await isFirstReport(manager, outcomeId, caller, body))) return;
      await this.#outbox.append(manager, [{ topic: leadOutcome.topic, key: handoff.leadId, event }]);
    });
    return { outcomeId };
  }

  /** Closers may report on every SQL of their team, integrations on all, others on the handoffs that they may read. */
  async #findReportable(handoffId: string, caller: Caller): Promise<Handoff> {
    const handoff = await this.#handoffs.findOneBy({ handoffId });
    const isClosersTeam = caller.roles.includes('closer') && caller.teamId === handoff?.teamId;
    if (handoff && (isClosersTeam || caller.kind === 'integration')) return handoff;
    return findReadableHandoff(this.#handoffs, handoffId, caller);
  }

  async #assertSql(handoffId: string): Promise<void> {
    const refusal = outcomeRefusal(await readState(sqlExecutorOf(this.#pool), handoffId));
    if (refusal !== undefined) throw problems.conflict(refusal, { type: 'not-an-sql' });
  }

  /** @throws Problem 409 when the refunded deal was not won, 422 when its refunds do not fit what was paid. */
  async #assertAmounts(handoffId: string, report: MoneyReport): Promise<void> {
    if (report.outcome === 'lost') return;
    const reports = await readMoneyReports(sqlExecutorOf(this.#pool), handoffId);
    const refusal = report.outcome === 'refunded' ? refundRefusal(reports, report) : wonRefusal(reports, report);
    if (!refusal) return;
    const { code, detail } = refusal;
    if (code === 'deal-not-won') throw problems.conflict(detail, { type: code });
    throw problems.unprocessable(detail, { type: code });
  }
}

/** @throws Problem 422 when the decision or the payment is in the future. */
function assertHappened(body: OutcomeRequest, now: string): void {
  const errors = futureMoments(momentsOf(body), now);
  if (errors.length === 0) return;
  throw problems.unprocessable('Report an outcome after it has happened, and leave out a payment that is expected.', {
    errors,
  });
}

/** @throws Problem 422 when the decision or the payment is dated before the handoff. */
function assertAfterStart(body: OutcomeRequest, beganAt: string): void {
  const errors = momentsBeforeHandoff(momentsOf(body), beganAt);
  const [first] = errors;
  if (first) throw problems.unprocessable(first.message, { type: 'outcome-before-handoff', errors });
}

/** Stores the report, unless its key came before. @throws Problem 422 when that was with another body. */
async function isFirstReport(
  manager: EntityManager,
  outcomeId: string,
  caller: Caller,
  body: OutcomeRequest,
): Promise<boolean> {
  const inserted = await manager.query<unknown[]>(
    `INSERT INTO handoff.reported_outcome (outcome_id, body_hash, reported_by) VALUES ($1, $2, $3)
     ON CONFLICT DO NOTHING RETURNING 1`,
    [outcomeId, hashOf(body), JSON.stringify(recordedActor(commandActorOf(caller)))],
  );
  return inserted.length > 0 || !(await isReported(manager, outcomeId, body));
}

/** Whether the report was stored before. @throws Problem 422 when its key came before with another body. */
async function isReported(on: SqlExecutor, outcomeId: string, body: OutcomeRequest): Promise<boolean> {
  const [stored] = await on.query<{ body_hash: string }[]>(
    'SELECT body_hash FROM handoff.reported_outcome WHERE outcome_id = $1',
    [outcomeId],
  );
  if (!stored) return false;
  if (stored.body_hash === hashOf(body)) return true;
  throw problems.idempotencyKeyReused();
}

const hashOf = ({ outcome, amount, currency, paidAt, decidedAt, reason }: OutcomeRequest): string =>
  requestHash([outcome, amount, currency, paidAt, decidedAt, reason]);

function outcomeOf(
  { leadId, handoffNumber }: Handoff,
  { decidedAt, paidAt, ...rest }: OutcomeRequest,
  now: string,
): LeadOutcome {
  const inUtc = (moment: string): string => new Date(moment).toISOString();
  const parsed = leadOutcome.data.safeParse({
    ...rest,
    leadId,
    handoffNumber,
    decidedAt: inUtc(decidedAt ?? now),
    ...(paidAt && { paidAt: inUtc(paidAt) }),
  });
  if (parsed.success) return parsed.data;
  throw problems.unprocessable(
    'A won lead may have amount, currency and paidAt; a lost one must have a reason, and a refund an amount above 0.',
    { errors: schemaErrors(parsed.error) },
  );
}
