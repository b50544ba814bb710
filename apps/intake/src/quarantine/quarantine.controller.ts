import { CurrentCaller, problems, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CapturedLeadResponse } from '../capture/captured-lead.response.ts';
import { QuarantineQuery } from './quarantine.query.ts';
import { DismissRequest, QuarantineListRequest, ReplayRequest } from './quarantine.request.ts';
import { QuarantineItemResponse, QuarantinedMessageResponse, QuarantineListResponse } from './quarantine.response.ts';
import { Quarantine } from './quarantine.ts';
import { QuarantineTickets } from './quarantine-tickets.ts';

const messageId = new ParseUUIDPipe({
  exceptionFactory: () => problems.badRequest('The message id in the URL must be a UUID.', { type: 'invalid-id' }),
});

@ApiTags('quarantine')
@Roles('marketer', 'ops', 'admin')
@Controller('quarantine')
export class QuarantineController {
  readonly #quarantine: Quarantine;
  readonly #messages: QuarantineQuery;
  readonly #tickets: QuarantineTickets;

  constructor(quarantine: Quarantine, messages: QuarantineQuery, tickets: QuarantineTickets) {
    this.#quarantine = quarantine;
    this.#messages = messages;
    this.#tickets = tickets;
  }

  @Get()
  @ApiOperation({
    summary: 'List quarantined messages',
    description:
      'Messages that could not be captured, oldest first, each with its owner and the time by which it must be reviewed.',
  })
  @ApiResponse({ status: 200, type: QuarantineListResponse })
  list(@Query() request: QuarantineListRequest): Promise<QuarantineListResponse> {
    return this.#messages.list(request, new Date());
  }

  @Get(':id')
  @ApiOperation({ summary: 'Get a quarantined message with its headers and body' })
  @ApiResponse({ status: 200, type: QuarantinedMessageResponse })
  get(@Param('id', messageId) id: string): Promise<QuarantinedMessageResponse> {
    return this.#messages.get(id, new Date());
  }

  @Post(':id/dismiss')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Dismiss a message that is not a lead',
    description:
      'The record keeps who dismissed the message, when and why. The message itself is deleted after REFUSED_BODY_RETENTION_DAYS; until then it can be replayed. Safe to repeat.',
  })
  @ApiResponse({ status: 200, type: QuarantineItemResponse })
  @ApiResponse({ status: 409, description: 'The message was replayed and is a lead' })
  async dismiss(
    @Param('id', messageId) id: string,
    @CurrentCaller() caller: Caller,
    @Body() { reason }: DismissRequest,
  ): Promise<QuarantineItemResponse> {
    const now = new Date();
    await this.#quarantine.dismiss(id, reason.trim(), caller.id, now);
    this.#tickets.nudge();
    return this.#messages.getItem(id, now);
  }

  @Post(':id/replay')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Replay a quarantined message as a lead',
    description:
      'Send the corrected lead, or an empty body to parse the stored message again. Safe to repeat: a message becomes one lead.',
  })
  @ApiResponse({ status: 202, type: CapturedLeadResponse })
  @ApiResponse({
    status: 409,
    description: 'The stored body was deleted after the dismissal. Send the corrected lead.',
  })
  @ApiResponse({
    status: 422,
    description: 'Fields are still invalid (`errors` lists each one). The message keeps waiting.',
  })
  async replay(
    @Param('id', messageId) id: string,
    @CurrentCaller() caller: Caller,
    @Body() { lead }: ReplayRequest,
  ): Promise<CapturedLeadResponse> {
    const captured = await this.#quarantine.replay(id, lead, caller.id, new Date());
    this.#tickets.nudge();
    return captured;
  }
}
