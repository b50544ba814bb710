import { CurrentCaller, problems, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { handoffRecord, recordRows } from '../reports/record.report.ts';
import type { HandoffRecordAnswer } from '../reports/record.report.ts';
import { readerRoles, sightOf } from './access.ts';
import { Asked, AskedOverHttp } from './asked.ts';
import { FormatQuery } from './describe.ts';
import { readFormat } from './report-query.ts';

const columns = ['version', 'at', 'recordedAt', 'actorKind', 'actorId', 'type', 'details'];

/** One handoff's record. */
@ApiTags('record')
@Controller('handoffs')
export class RecordController {
  readonly #dataSource: DataSource;

  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  @Get(':handoffId/record')
  @Roles(...readerRoles)
  @ApiOperation({
    summary: "A handoff's record",
    description:
      'Every step in its order, with who took it, when and why, and what became of the lead. A rep or a closer sees what they owned, a team lead what the team owned.',
  })
  @FormatQuery()
  @ApiProduces('application/json', 'text/csv')
  @ApiOkResponse({
    schema: {
      type: 'object',
      properties: {
        handoffId: { type: 'string' },
        leadId: { type: 'string', format: 'uuid' },
        handoffNumber: { type: 'integer' },
        agreementVersion: { type: 'integer' },
        owners: { type: 'array', items: { type: 'object' } },
        outcomes: { type: 'array', items: { type: 'object' } },
        steps: { type: 'array', items: { type: 'object' } },
      },
    },
  })
  async record(
    @Param('handoffId') handoffId: string,
    @Asked() asked: AskedOverHttp,
    @CurrentCaller() caller: Caller,
  ): Promise<HandoffRecordAnswer | string> {
    const format = readFormat(asked.query);
    const record = handoffId.includes('\0')
      ? undefined
      : await this.#dataSource.transaction('REPEATABLE READ', (manager) => handoffRecord(manager, handoffId));
    if (!record || !mayRead(record, caller)) {
      throw problems.notFound(
        'There is no such handoff among those that you may see. Its id is handoff-<lead id>-<number>; a new one appears here within seconds.',
      );
    }
    return asked.wantsCsv(format) ? asked.csv(handoffId, recordRows(record), columns) : record;
  }
}

function mayRead({ owners }: HandoffRecordAnswer, caller: Caller): boolean {
  const sight = sightOf(caller);
  if ('all' in sight) return true;
  return owners.some(({ rep, team }) => ('rep' in sight ? rep === sight.rep : team === sight.team));
}
