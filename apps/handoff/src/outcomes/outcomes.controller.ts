import { leadOutcome, schemaErrors, type LeadOutcome } from '@baton/contracts';
import { CurrentCaller, Outbox, problems, Roles, type Caller } from '@baton/service';
import { Body, Controller, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import { IsIn, IsISO8601, IsNumber, IsOptional, IsString, Length, MaxLength, Min } from 'class-validator';
import { createHash, randomUUID } from 'node:crypto';
import { DataSource, Repository } from 'typeorm';
import { Handoff } from '../handoffs/handoff.entity.ts';
import { maySee } from '../handoffs/own-rows.ts';

class OutcomeBody {
  @ApiProperty({ enum: ['won', 'lost'] })
  @IsIn(['won', 'lost'])
  outcome!: 'won' | 'lost';

  @ApiPropertyOptional({ description: 'Of what was won' })
  @IsOptional()
  @IsNumber()
  @Min(0)
  amount?: number;

  @ApiPropertyOptional({ example: 'RUB' })
  @IsOptional()
  @IsString()
  @Length(3, 3)
  currency?: string;

  @ApiPropertyOptional({ description: 'When it was paid, ISO 8601' })
  @IsOptional()
  @IsISO8601()
  paidAt?: string;

  @ApiPropertyOptional({ description: 'When it was won or lost, ISO 8601; now, unless told' })
  @IsOptional()
  @IsISO8601()
  at?: string;

  @ApiPropertyOptional({ description: 'Why it was lost' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  reason?: string;
}

@ApiTags('outcomes')
@Controller('handoffs/:handoffId/outcome')
export class OutcomesController {
  readonly #handoffs: Repository<Handoff>;
  readonly #dataSource: DataSource;
  readonly #outbox: Outbox;

  constructor(
    @InjectRepository(Handoff) handoffs: Repository<Handoff>,
    @InjectDataSource() dataSource: DataSource,
    outbox: Outbox,
  ) {
    this.#handoffs = handoffs;
    this.#dataSource = dataSource;
    this.#outbox = outbox;
  }

  @Post()
  @HttpCode(202)
  @Roles('rep', 'closer', 'team-lead', 'admin', 'integration')
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiOperation({ summary: 'What became of the lead; published on baton.outcomes.v1 and appended to the record' })
  async tell(
    @Param('handoffId') handoffId: string,
    @Body() body: OutcomeBody,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key?: string,
  ): Promise<{ outcomeId: string }> {
    const handoff = await this.#handoffs.findOneBy({ handoffId });
    if (!handoff) throw problems.notFound(`There is no handoff ${handoffId}.`);
    const tellsAny = caller.kind === 'integration' || caller.roles.includes('closer');
    if (!tellsAny && !maySee(caller, handoff)) throw problems.forbidden('This handoff belongs to somebody else.');
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
    await this.#dataSource.transaction((manager) =>
      this.#outbox.append(manager, [{ topic: leadOutcome.topic, key: handoff.leadId, event }]),
    );
    return { outcomeId };
  }
}

function outcomeOf({ leadId, handoffNumber }: Handoff, { at, paidAt, ...rest }: OutcomeBody): LeadOutcome {
  const moment = (text: string): string => new Date(text).toISOString();
  const read = leadOutcome.data.safeParse({
    ...rest,
    leadId,
    handoffNumber,
    at: at ? moment(at) : new Date().toISOString(),
    ...(paidAt && { paidAt: moment(paidAt) }),
  });
  if (read.success) return read.data;
  throw problems.unprocessable('A won lead may carry amount, currency and paidAt; a lost one needs its reason.', {
    errors: schemaErrors(read.error),
  });
}
