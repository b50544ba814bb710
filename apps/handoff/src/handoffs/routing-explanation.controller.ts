import { personRoles, recompute } from '@baton/domain';
import type { RecordedStep } from '@baton/domain';
import { sqlExecutorOf } from '@baton/messaging';
import { CurrentCaller, DescribeResponse, PgPool, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { explainRouting } from '@baton/wording';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { AgreementStore } from '../agreements/agreement-store.ts';
import { findReadableHandoff } from '../handoff-row/find-readable-handoff.ts';
import { Handoff } from '../handoff-row/handoff.entity.ts';
import { readSteps } from '../handoff-row/record-rows.ts';
import { routingExplanationSchema } from './routing-explanation.response.ts';

@ApiTags('handoffs')
@Controller('handoffs/:handoffId/routing')
export class RoutingExplanationController {
  readonly #handoffs: Repository<Handoff>;
  readonly #pool: PgPool;
  readonly #agreements: AgreementStore;

  constructor(@InjectRepository(Handoff) handoffs: Repository<Handoff>, pool: PgPool, agreements: AgreementStore) {
    this.#handoffs = handoffs;
    this.#pool = pool;
    this.#agreements = agreements;
  }

  @Get()
  @Roles(...personRoles)
  @ApiOperation({
    summary:
      'Explain each routing decision of a handoff, with its input and whether the same input gives the same result again',
  })
  @DescribeResponse(200, 'The decisions, the oldest first', routingExplanationSchema)
  async explain(@Param('handoffId') handoffId: string, @CurrentCaller() caller: Caller): Promise<object> {
    const { agreementVersion } = await findReadableHandoff(this.#handoffs, handoffId, caller);
    const published = await this.#agreements.find(agreementVersion);
    const zone = published?.agreement.calendar.zone ?? 'UTC';
    const steps = await readSteps(sqlExecutorOf(this.#pool), handoffId);
    return { handoffId, choices: steps.flatMap((step) => choice(step, zone)) };
  }
}

function choice({ version, at, step }: RecordedStep, zone: string): object[] {
  if (step.type !== 'assigned' && step.type !== 'queued') return [];
  const { routing, reason } = step;
  const lines = explainRouting(routing, zone);
  const recomputed = recompute(routing);
  return [
    {
      version,
      at,
      reason,
      chosen: routing.chosen ?? null,
      explanation: { en: lines.map(({ en }) => en), ru: lines.map(({ ru }) => ru) },
      recomputed: { chosen: recomputed ?? null, isSame: recomputed === routing.chosen },
      decision: routing,
    },
  ];
}
