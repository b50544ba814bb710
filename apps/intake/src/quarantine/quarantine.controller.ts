import { CurrentCaller, problems, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CapturedLeadResponse } from '../capture/captured-lead.response.ts';
import { Quarantine } from './quarantine.ts';
import {
  DismissRequest,
  QuarantineItemResponse,
  QuarantinedMessageResponse,
  QuarantineListResponse,
  QuarantineListRequest,
  ReplayRequest,
} from './quarantine.request.ts';

const messageId = new ParseUUIDPipe({
  exceptionFactory: () => problems.badRequest('The id in the address must be a UUID.', { type: 'invalid-id' }),
});

@ApiTags('quarantine')
@Roles('marketer', 'ops', 'admin')
@Controller('quarantine')
export class QuarantineController {
  readonly #quarantine: Quarantine;

  constructor(@Inject(Quarantine) quarantine: Quarantine) {
    this.#quarantine = quarantine;
  }

  @Get()
  @ApiOperation({
    summary: 'Messages that could not become leads, each with the moment until which it is reviewed; oldest first',
  })
  @ApiResponse({ status: 200, type: QuarantineListResponse })
  list(@Query() query: QuarantineListRequest): Promise<QuarantineListResponse> {
    return this.#quarantine.list(query, new Date());
  }

  @Get(':id')
  @ApiOperation({ summary: 'One of them whole, as it came' })
  @ApiResponse({ status: 200, type: QuarantinedMessageResponse })
  get(@Param('id', messageId) id: string): Promise<QuarantinedMessageResponse> {
    return this.#quarantine.get(id, new Date());
  }

  @Post(':id/dismiss')
  @HttpCode(200)
  @ApiOperation({
    summary: 'It is no lead: take it from those that wait',
    description:
      'Who said so, when and why stays; the message itself is deleted after REFUSED_BODY_RETENTION_DAYS, and can be replayed until then. Repeating it is harmless.',
  })
  @ApiResponse({ status: 200, type: QuarantineItemResponse })
  @ApiResponse({ status: 409, description: 'It has been replayed, and is a lead' })
  dismiss(
    @Param('id', messageId) id: string,
    @CurrentCaller() caller: Caller,
    @Body() { reason }: DismissRequest,
  ): Promise<QuarantineItemResponse> {
    return this.#quarantine.dismiss(id, reason.trim(), caller.id, new Date());
  }

  @Post(':id/replay')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Make a lead of it, after mending it',
    description:
      'Send the lead as it should have been, or nothing to read the message again. Repeating it is harmless.',
  })
  @ApiResponse({ status: 409, description: 'It was dismissed and its body is deleted: send the lead' })
  @ApiResponse({ status: 202, type: CapturedLeadResponse })
  @ApiResponse({ status: 422, description: 'Fields are still wrong, each is named; the message goes on waiting' })
  async replay(
    @Param('id', messageId) id: string,
    @CurrentCaller() caller: Caller,
    @Body() { lead }: ReplayRequest,
  ): Promise<CapturedLeadResponse> {
    const captured = await this.#quarantine.replay(id, lead, caller.id, new Date());
    return { ...captured, statusUrl: `/leads/${captured.leadId}` };
  }
}
