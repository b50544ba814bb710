import { OutcomeRequest } from './outcomes.request.ts';
import { reportedOutcomeSchema } from './outcomes.response.ts';
import { Handoff } from '../handoff-row/handoff.entity.ts';
import { canRead } from '../handoff-row/row-access.ts';
import { RecordStore } from '../commit/record-store.ts';
import { leadOutcome, schemaErrors } from '@baton/contracts';
import type { LeadOutcome } from '@baton/contracts';
import { applySteps, emptyState, outcomeRefusal } from '@baton/domain';
import { DescribeResponse, CurrentCaller, Outbox, problems, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import { createHash, randomUUID } from 'node:crypto';
import { DataSource, Repository } from 'typeorm';
import type { EntityManager } from 'typeorm';

/** The clock of whoever tells it may go before ours; what is planned has not become of anything yet. */
const CLOCK_TOLERANCE_MILLISECONDS = 300_000;

@ApiTags('outcomes')
@Controller('handoffs/:handoffId/outcome')
export class OutcomesController {
  readonly #handoffs: Repository<Handoff>;
  readonly #dataSource: DataSource;
  readonly #outbox: Outbox;
  readonly #records: RecordStore;

  constructor(
    @InjectRepository(Handoff) handoffs: Repository<Handoff>,
    @InjectDataSource() dataSource: DataSource,
    outbox: Outbox,
    records: RecordStore,
  ) {
    this.#handoffs = handoffs;
    this.#dataSource = dataSource;
    this.#outbox = outbox;
    this.#records = records;
  }

  @Post()
  @HttpCode(202)
  @Roles('rep', 'closer', 'team-lead', 'admin', 'integration')
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiOperation({ summary: 'What became of the lead; published on baton.outcomes.v1 and appended to the record' })
  @DescribeResponse(202, 'Kept; it is published under this id, once', reportedOutcomeSchema)
  async report(
    @Param('handoffId') handoffId: string,
    @Body() body: OutcomeRequest,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key?: string,
  ): Promise<{ outcomeId: string }> {
    const handoff = await this.#handoffs.findOneBy({ handoffId });
    if (!handoff) throw problems.notFound(`There is no handoff ${handoffId}.`);
    if (caller.kind === 'person') {
      assertMayReport(caller, handoff);
      await this.#assertSql(handoffId);
    }
    assertHappened(body, Date.now());
    const outcome = outcomeOf(handoff, body);
    const outcomeId = `outcome/${createHash('sha256')
      .update(JSON.stringify([caller.id, handoffId, key ?? randomUUID()]))
      .digest('hex')
      .slice(0, 32)}`;
    const event = {
      id: outcomeId,
      source: '/baton/handoff',
      type: leadOutcome.type,
      time: new Date().toISOString(),
      subject: handoffId,
      data: outcome,
    };
    await this.#dataSource.transaction(async (manager) => {
      if (!(await isFirstReport(manager, outcomeId, body))) return;
      await this.#outbox.append(manager, [{ topic: leadOutcome.topic, key: handoff.leadId, event }]);
    });
    return { outcomeId };
  }

  async #assertSql(handoffId: string): Promise<void> {
    const state = applySteps(emptyState(handoffId), await this.#records.readStepsAfter(handoffId, 0));
    const refused = outcomeRefusal(state);
    if (refused !== undefined) throw problems.conflict(refused, { type: 'not-an-sql' });
  }
}

/** Closers work with the SQLs of their team, others with their own rows. */
function assertMayReport(caller: Caller, handoff: Handoff): void {
  const isClosers = caller.roles.includes('closer') && caller.teamId === handoff.teamId;
  if (!isClosers && !canRead(caller, handoff)) throw problems.forbidden('This handoff belongs to somebody else.');
}

/** @throws Problem 422 where it has not happened yet, or is not paid yet. */
function assertHappened({ decidedAt, paidAt }: OutcomeRequest, now: number): void {
  const errors = Object.entries({ decidedAt, paidAt }).flatMap(([field, told]) =>
    told !== undefined && Date.parse(told) > now + CLOCK_TOLERANCE_MILLISECONDS
      ? [{ field, message: 'lies ahead: tell it once it has happened' }]
      : [],
  );
  if (errors.length === 0) return;
  throw problems.unprocessable('An outcome is told when it is there. Leave out what has not happened yet.', { errors });
}

/** @throws Problem 422 where the same request was made before with another body. */
async function isFirstReport(manager: EntityManager, outcomeId: string, body: OutcomeRequest): Promise<boolean> {
  const { outcome, amount, currency, paidAt, decidedAt, reason } = body;
  const told = JSON.stringify({ outcome, amount, currency, paidAt, decidedAt, reason });
  const bodyHash = createHash('sha256').update(told).digest('hex');
  const first = await manager.query<unknown[]>(
    'INSERT INTO handoff.reported_outcome (outcome_id, body_hash) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1',
    [outcomeId, bodyHash],
  );
  if (first.length > 0) return true;
  const [before] = await manager.query<{ body_hash: string }[]>(
    'SELECT body_hash FROM handoff.reported_outcome WHERE outcome_id = $1',
    [outcomeId],
  );
  if (before?.body_hash === bodyHash) return false;
  throw problems.idempotencyKeyReused();
}

function outcomeOf({ leadId, handoffNumber }: Handoff, { decidedAt, paidAt, ...rest }: OutcomeRequest): LeadOutcome {
  const moment = (text: string): string => new Date(text).toISOString();
  const read = leadOutcome.data.safeParse({
    ...rest,
    leadId,
    handoffNumber,
    decidedAt: decidedAt ? moment(decidedAt) : new Date().toISOString(),
    ...(paidAt && { paidAt: moment(paidAt) }),
  });
  if (read.success) return read.data;
  throw problems.unprocessable('A won lead may carry amount, currency and paidAt; a lost one needs its reason.', {
    errors: schemaErrors(read.error),
  });
}
