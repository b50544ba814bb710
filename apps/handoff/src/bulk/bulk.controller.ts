import { readableRecords, salesRoles } from '@baton/domain';
import type { HandoffCommand } from '@baton/domain';
import { CurrentCaller, DescribeResponse, IdempotentRequest, problems, requestHash, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import { Not, Repository } from 'typeorm';
import { Handoff } from '../handoff-row/handoff.entity.ts';
import { readableHandoffs } from '../handoff-row/row-access.ts';
import { BulkRunner } from './bulk-runner.ts';
import { BulkStore } from './bulk-store.ts';
import type { BulkProgress } from './bulk-store.ts';
import { BulkRequest, MAXIMUM_HANDOFFS_IN_BULK } from './bulk.request.ts';
import type { BulkSelection } from './bulk.request.ts';
import { bulkProgressSchema } from './bulk.response.ts';

/** One command on many handoffs. Each handoff accepts or refuses it separately. */
@ApiTags('bulk')
@Controller('bulk')
export class BulkController {
  readonly #handoffs: Repository<Handoff>;
  readonly #store: BulkStore;
  readonly #runner: BulkRunner;

  constructor(@InjectRepository(Handoff) handoffs: Repository<Handoff>, store: BulkStore, runner: BulkRunner) {
    this.#handoffs = handoffs;
    this.#store = store;
    this.#runner = runner;
  }

  @Post()
  @HttpCode(202)
  @Roles(...salesRoles, 'marketer')
  @ApiOperation({ summary: 'Start one command on up to 1,000 handoffs. Poll GET /bulk/{bulkId} for its progress' })
  @DescribeResponse(202, 'The command is stored; its progress so far', bulkProgressSchema)
  async start(
    @IdempotentRequest() { caller, idempotencyKey }: IdempotentRequest,
    @Body() body: BulkRequest,
  ): Promise<BulkProgress | undefined> {
    const bulkId = requestHash([caller.id, idempotencyKey]).slice(0, 32);
    const command = commandOf(body);
    const { handoffIds, ownerId, teamId, stage } = body.selection;
    const bodyHash = requestHash([command, handoffIds, ownerId, teamId, stage]);
    if (await this.#store.exists(bulkId, bodyHash)) return this.#store.progress(bulkId, caller.id);
    const selectedIds = await this.#selectedIds(body.selection, caller);
    await this.#store.save({ bulkId, bodyHash, callerId: caller.id, command, handoffIds: selectedIds });
    this.#runner.nudge();
    return this.#store.progress(bulkId, caller.id);
  }

  @Get(':bulkId')
  @Roles(...salesRoles, 'marketer')
  @ApiOperation({ summary: 'Get the progress and per-handoff results of a bulk command you started' })
  @DescribeResponse(200, 'The progress so far', bulkProgressSchema)
  async progress(@Param('bulkId') bulkId: string, @CurrentCaller() caller: Caller): Promise<BulkProgress> {
    const progress = await this.#store.progress(bulkId, caller.id);
    if (!progress) throw problems.notFound(`You have not started a bulk command ${bulkId}.`);
    return progress;
  }

  async #selectedIds({ handoffIds, ownerId, teamId, stage }: BulkSelection, caller: Caller): Promise<string[]> {
    if (handoffIds) return handoffIds;
    if (ownerId === undefined && teamId === undefined) {
      const message = 'must have handoffIds, ownerId or teamId';
      throw problems.unprocessable('The selection is empty: give handoffIds, ownerId or teamId.', {
        errors: [{ field: 'selection', code: 'nothing-selected', message }],
      });
    }
    const filter = {
      ...(ownerId !== undefined && { ownerId: ownerId === 'me' ? caller.id : ownerId }),
      ...(teamId !== undefined && { teamId }),
    };
    if (selectsHiddenHandoffs(caller, filter)) {
      throw problems.forbidden(
        'You may not see all of these handoffs, so nothing was done. Select your own with ownerId "me".',
      );
    }
    const [found, total] = await this.#handoffs
      .createQueryBuilder('h')
      .where({ ...filter, stage: stage ?? Not('ended') })
      .andWhere(...readableHandoffs(caller, 'h'))
      .orderBy('h.startedAt', 'ASC')
      .addOrderBy('h.handoffId', 'ASC')
      .take(MAXIMUM_HANDOFFS_IN_BULK)
      .getManyAndCount();
    if (total <= MAXIMUM_HANDOFFS_IN_BULK) return found.map(({ handoffId }) => handoffId);
    throw problems.unprocessable(
      `${total} handoffs are selected, but at most ${MAXIMUM_HANDOFFS_IN_BULK} are allowed. Narrow the selection, for example by stage.`,
      { errors: [{ field: 'selection', code: 'too-many', message: `must match at most ${MAXIMUM_HANDOFFS_IN_BULK}` }] },
    );
  }
}

/** Whether a selection names somebody else's handoffs, of which the caller would see only a part. */
function selectsHiddenHandoffs(caller: Caller, { ownerId, teamId }: { ownerId?: string; teamId?: string }): boolean {
  const readable = readableRecords(caller);
  if (readable === 'all') return false;
  if (readable.teamId === undefined) return ownerId !== undefined && ownerId !== readable.ownerId;
  return teamId !== undefined && teamId !== readable.teamId;
}

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
