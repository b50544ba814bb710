import type { HandoffCommand } from '@baton/domain';
import { DescribeResponse, CurrentCaller, problems, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, Get, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import { createHash, randomUUID } from 'node:crypto';
import { Not, Repository } from 'typeorm';
import { bulkProgressSchema } from './bulk.response.ts';
import { Handoff } from '../handoff-row/handoff.entity.ts';
import { asksForHiddenRows, visibleRows } from '../handoff-row/row-access.ts';
import { BulkStore } from './bulk-store.ts';
import type { BulkProgress } from './bulk-store.ts';
import { BulkRunner } from './bulk-runner.ts';
import { BulkRequest, MOST_HANDOFFS_IN_BULK } from './bulk.request.ts';
import type { BulkSelection } from './bulk.request.ts';

/** One command for many handoffs: each is carried out, or refused, by itself. */
@ApiTags('bulk')
@Controller('bulk')
export class BulkController {
  readonly #handoffs: Repository<Handoff>;
  readonly #store: BulkStore;
  readonly #runner: BulkRunner;

  constructor(@InjectRepository(Handoff) handoffs: Repository<Handoff>, rows: BulkStore, runner: BulkRunner) {
    this.#handoffs = handoffs;
    this.#store = rows;
    this.#runner = runner;
  }

  @Post()
  @HttpCode(202)
  @Roles('rep', 'closer', 'team-lead', 'marketer', 'admin')
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'The same key starts one bulk' })
  @ApiOperation({ summary: 'One command for up to 1,000 handoffs; ask for its progress under the id answered' })
  @DescribeResponse(202, 'Kept, and how far it is', bulkProgressSchema)
  async start(
    @Body() body: BulkRequest,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key: string = randomUUID(),
  ): Promise<BulkProgress | undefined> {
    const bulkId = digest([caller.id, key]).slice(0, 32);
    const command = commandOf(body);
    const { handoffIds, ownerId, teamId, stage } = body.selection;
    const bodyHash = digest([command, handoffIds, ownerId, teamId, stage]);
    if (await this.#store.exists(bulkId, bodyHash)) return this.#store.progress(bulkId, caller.id);
    await this.#store.save({
      bulkId,
      bodyHash,
      caller,
      command,
      handoffIds: await this.#selectedIds(body.selection, caller),
    });
    this.#runner.nudge();
    return this.#store.progress(bulkId, caller.id);
  }

  @Get(':bulkId')
  @Roles('rep', 'closer', 'team-lead', 'marketer', 'admin')
  @ApiOperation({ summary: 'How far a bulk of your own is, with a result for each handoff' })
  @DescribeResponse(200, 'How far it is', bulkProgressSchema)
  async progress(@Param('bulkId') bulkId: string, @CurrentCaller() caller: Caller): Promise<BulkProgress> {
    const progress = await this.#store.progress(bulkId, caller.id);
    if (!progress) throw problems.notFound(`You have asked for no bulk ${bulkId}.`);
    return progress;
  }

  async #selectedIds({ handoffIds, ownerId, teamId, stage }: BulkSelection, caller: Caller): Promise<string[]> {
    if (handoffIds) return handoffIds;
    if (ownerId === undefined && teamId === undefined) {
      const errors = [{ field: 'selection', code: 'nothing-selected', message: 'give handoffIds, ownerId or teamId' }];
      throw problems.unprocessable('Say which handoffs are meant: handoffIds, ownerId or teamId.', { errors });
    }
    const filter = {
      ...(ownerId !== undefined && { ownerId: ownerId === 'me' ? caller.id : ownerId }),
      ...(teamId !== undefined && { teamId }),
    };
    if (asksForHiddenRows(caller, filter)) {
      throw problems.forbidden(
        'These handoffs are somebody else’s, and nothing was done. Ask for your own, with ownerId "me".',
      );
    }
    const [found, total] = await this.#handoffs.findAndCount({
      select: { handoffId: true },
      where: {
        ...filter,
        ...visibleRows(caller),
        stage: stage ?? Not('ended'),
      },
      order: { startedAt: 'ASC', handoffId: 'ASC' },
      take: MOST_HANDOFFS_IN_BULK,
    });
    if (total <= MOST_HANDOFFS_IN_BULK) return found.map(({ handoffId }) => handoffId);
    throw problems.unprocessable(
      `${total} handoffs are meant, and ${MOST_HANDOFFS_IN_BULK} is the most at once; narrow it down, by stage for instance.`,
      { errors: [{ field: 'selection', code: 'too-many', message: `at most ${MOST_HANDOFFS_IN_BULK}` }] },
    );
  }
}

const digest = (parts: unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

function commandOf({
  command,
  toPersonId,
  reason = 'capacity',
  disposition = 'nurtured',
}: BulkRequest): HandoffCommand {
  switch (command) {
    case 'accept':
    case 'close-unreachable':
      return { type: command };
    case 'decline':
      return { type: command, reason };
    case 'reassign':
      return { type: command, ...(toPersonId !== undefined && { toPersonId }) };
    case 'accept-return':
      return { type: command, disposition };
  }
}
