import { mayReadRecord, personRoles } from '@baton/domain';
import type { RecordRelation } from '@baton/domain';
import { CurrentCaller, problems, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { handoffRecord, recordRows } from './handoff-record.report.ts';
import type { HandoffRecordResponse } from './handoff-record.response.ts';
import { Negotiated, NegotiatedRequest } from '../reports/content-negotiation.ts';
import { ApiFormatQuery } from '../reports/report-route.ts';
import { parseFormat } from '../reports/parse-report-request.ts';

const columns = ['version', 'at', 'recordedAt', 'actorKind', 'actorId', 'actorVia', 'type', 'details'];

/** The record of a handoff. */
@ApiTags('record')
@Controller('handoffs')
export class HandoffRecordController {
  readonly #dataSource: DataSource;

  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  @Get(':handoffId/record')
  @Roles(...personRoles)
  @ApiOperation({
    summary: 'Get the record of a handoff',
    description:
      'Every step in order with its actor, time and details, the owners, and the outcomes. A rep or closer sees handoffs that they owned, a team lead those that the team owned.',
  })
  @ApiFormatQuery()
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
    @Negotiated() request: NegotiatedRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<HandoffRecordResponse | string> {
    const format = parseFormat(request.query);
    const record = handoffId.includes('\0')
      ? undefined
      : await this.#dataSource.transaction('REPEATABLE READ', (manager) => handoffRecord(manager, handoffId));
    if (!record || !mayReadRecord(caller, relationOf(record))) {
      throw problems.notFound(
        'This handoff does not exist, or you may not see it. Its id is handoff-<lead id>-<number>; a new handoff appears here within seconds.',
      );
    }
    return request.wantsCsv(format) ? request.csv(handoffId, recordRows(record), columns) : record;
  }
}

const relationOf = ({ owners }: HandoffRecordResponse): RecordRelation => ({
  ownerIds: owners.flatMap(({ rep }) => rep ?? []),
  teamIds: owners.flatMap(({ team }) => team ?? []),
});
