import { personRoles } from '@baton/domain';
import { CurrentCaller, DescribeResponse, IdempotentRequest, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { ticketCauseText, ticketText } from '@baton/wording';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { TicketCommentRequest, TicketsQuery } from './tickets.request.ts';
import { ticketPageSchema, ticketSchema } from './tickets.response.ts';
import { Tickets } from './tickets.ts';
import type { TicketWithComments } from './tickets.ts';

@ApiTags('tickets')
@Controller('tickets')
export class TicketsController {
  readonly #tickets: Tickets;

  constructor(tickets: Tickets) {
    this.#tickets = tickets;
  }

  @Get()
  @Roles(...personRoles)
  @ApiOperation({
    summary: 'List tickets with owner, cause and what to do. A rep sees their own, a team lead the team’s',
  })
  @DescribeResponse(200, 'The tickets that the caller may see', ticketPageSchema)
  async list(@Query() query: TicketsQuery, @CurrentCaller() caller: Caller): Promise<object> {
    const { total, tickets } = await this.#tickets.list(query, caller);
    return { total, tickets: tickets.map(toResponse) };
  }

  @Post(':ticketId/acknowledge')
  @HttpCode(200)
  @Roles(...personRoles)
  @ApiOperation({
    summary:
      'Acknowledge a ticket, as its owner, a member of the role that owns it, the team lead or ops. It stays open until its cause is gone',
  })
  @DescribeResponse(200, 'The acknowledged ticket', ticketSchema)
  @DescribeResponse(409, 'The ticket is closed')
  async acknowledge(@Param('ticketId') ticketId: string, @CurrentCaller() caller: Caller): Promise<object> {
    return toResponse(await this.#tickets.acknowledge(ticketId, caller));
  }

  @Post(':ticketId/comments')
  @HttpCode(200)
  @Roles(...personRoles)
  @ApiOperation({
    summary: 'Comment on a ticket. Comments about a lead are stored in intake; the ticket keeps their ids',
  })
  @DescribeResponse(200, 'The ticket with its comments', ticketSchema)
  async comment(
    @IdempotentRequest('ticketId') request: IdempotentRequest<'ticketId'>,
    @Body() { text }: TicketCommentRequest,
  ): Promise<object> {
    return toResponse(await this.#tickets.comment(request, text));
  }
}

/** `cause` is for machines; `causeText` and `whatToDo` are for people. */
const toResponse = (ticket: TicketWithComments): object => ({
  ...ticket,
  causeText: ticketCauseText(ticket.kind, ticket.cause),
  whatToDo: ticketText[ticket.kind].whatToDo,
});
