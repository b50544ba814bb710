import type { HandoffCommand } from '@baton/domain';
import { Answers, CurrentCaller, problems, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, Get, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import { createHash, randomUUID } from 'node:crypto';
import { Not, Repository } from 'typeorm';
import { bulk } from '../answers.ts';
import { Handoff } from '../handoffs/handoff.entity.ts';
import { asksForOthers, ownRows } from '../handoffs/own-rows.ts';
import { BulkRows } from './bulk-rows.ts';
import type { BulkProgress } from './bulk-rows.ts';
import { BulkRunner } from './bulk-runner.ts';
import { BulkBody, MOST_AT_ONCE } from './bulk.dto.ts';
import type { BulkSelection } from './bulk.dto.ts';

/** One command for many handoffs: each is carried out, or refused, by itself. */
@ApiTags('bulk')
@Controller('bulk')
export class BulkController {
  readonly #handoffs: Repository<Handoff>;
  readonly #rows: BulkRows;
  readonly #runner: BulkRunner;

  constructor(@InjectRepository(Handoff) handoffs: Repository<Handoff>, rows: BulkRows, runner: BulkRunner) {
    this.#handoffs = handoffs;
    this.#rows = rows;
    this.#runner = runner;
  }

  @Post()
  @HttpCode(202)
  @Roles('rep', 'closer', 'team-lead', 'marketer', 'admin')
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'The same key starts one bulk' })
  @ApiOperation({ summary: 'One command for up to 1,000 handoffs; ask for its progress under the id answered' })
  @Answers(202, 'Kept, and how far it is', bulk)
  async begin(
    @Body() body: BulkBody,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key: string = randomUUID(),
  ): Promise<BulkProgress | undefined> {
    const bulkId = digest([caller.id, key]).slice(0, 32);
    const command = commandOf(body);
    const { handoffIds, ownerId, teamId, stage } = body.of;
    const bodyHash = digest([command, handoffIds, ownerId, teamId, stage]);
    if (await this.#rows.isKept(bulkId, bodyHash)) return this.#rows.progress(bulkId, caller.id);
    await this.#rows.keep({ bulkId, bodyHash, caller, command, handoffIds: await this.#selected(body.of, caller) });
    this.#runner.nudge();
    return this.#rows.progress(bulkId, caller.id);
  }

  @Get(':bulkId')
  @Roles('rep', 'closer', 'team-lead', 'marketer', 'admin')
  @ApiOperation({ summary: 'How far a bulk of your own is, with a result for each handoff' })
  @Answers(200, 'How far it is', bulk)
  async progress(@Param('bulkId') bulkId: string, @CurrentCaller() caller: Caller): Promise<BulkProgress> {
    const progress = await this.#rows.progress(bulkId, caller.id);
    if (!progress) throw problems.notFound(`You have asked for no bulk ${bulkId}.`);
    return progress;
  }

  async #selected({ handoffIds, ownerId, teamId, stage }: BulkSelection, caller: Caller): Promise<string[]> {
    if (handoffIds) return handoffIds;
    if (ownerId === undefined && teamId === undefined) {
      const errors = [{ field: 'of', code: 'nothing-selected', message: 'give handoffIds, ownerId or teamId' }];
      throw problems.unprocessable('Say which handoffs are meant: handoffIds, ownerId or teamId.', { errors });
    }
    const asked = {
      ...(ownerId !== undefined && { ownerId: ownerId === 'me' ? caller.id : ownerId }),
      ...(teamId !== undefined && { teamId }),
    };
    if (asksForOthers(caller, asked)) {
      throw problems.forbidden(
        'These handoffs are somebody else’s, and nothing was done. Ask for your own, with ownerId "me".',
      );
    }
    const [found, total] = await this.#handoffs.findAndCount({
      select: { handoffId: true },
      where: {
        ...asked,
        ...ownRows(caller),
        stage: stage ?? Not('ended'),
      },
      order: { startedAt: 'ASC', handoffId: 'ASC' },
      take: MOST_AT_ONCE,
    });
    if (total <= MOST_AT_ONCE) return found.map(({ handoffId }) => handoffId);
    throw problems.unprocessable(
      `${total} handoffs are meant, and ${MOST_AT_ONCE} is the most at once; narrow it down, by stage for instance.`,
      { errors: [{ field: 'of', code: 'too-many', message: `at most ${MOST_AT_ONCE}` }] },
    );
  }
}

const digest = (parts: unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

function commandOf({ command, toPersonId, reason = 'capacity', lead = 'nurtured' }: BulkBody): HandoffCommand {
  switch (command) {
    case 'accept':
    case 'close-unreachable':
      return { type: command };
    case 'decline':
      return { type: command, reason };
    case 'reassign':
      return { type: command, ...(toPersonId !== undefined && { toPersonId }) };
    case 'accept-return':
      return { type: command, lead };
  }
}
