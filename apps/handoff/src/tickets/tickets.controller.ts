import { personRoles } from '@baton/domain';
import { CurrentCaller, DescribeResponse, IdempotentRequest, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { ticketCauseText, ticketText } from '@baton/wording';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ownerRoleOf } from './ticket-kinds.ts';
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
    summary:
      'Alarms: the person or the role that must act, cause, since when and what to do; a rep sees their own, a team lead the team’s',
  })
  @DescribeResponse(200, 'The alarms that the caller may see', ticketPageSchema)
  async list(@Query() query: TicketsQuery, @CurrentCaller() caller: Caller): Promise<object> {
    const { total, tickets } = await this.#tickets.list(query, caller);
    return { total, tickets: tickets.map(toResponse) };
  }

  @Post(':ticketId/acknowledge')
  @HttpCode(200)
  @Roles(...personRoles)
  @ApiOperation({
    summary:
      'Somebody has seen it: its owner, who has the role that owns it, the team lead or ops. It stays open until its cause is gone',
  })
  @DescribeResponse(200, 'The ticket, acknowledged', ticketSchema)
  async acknowledge(@Param('ticketId') ticketId: string, @CurrentCaller() caller: Caller): Promise<object> {
    return toResponse(await this.#tickets.acknowledge(ticketId, caller, new Date()));
  }

  @Post(':ticketId/comments')
  @HttpCode(200)
  @Roles(...personRoles)
  @ApiOperation({
    summary: 'What somebody has to say of it; what is said of a lead lies in intake, and the ticket keeps its id',
  })
  @DescribeResponse(200, 'The ticket with its comments', ticketSchema)
  async comment(
    @IdempotentRequest('ticketId') request: IdempotentRequest<'ticketId'>,
    @Body() { text }: TicketCommentRequest,
  ): Promise<object> {
    return toResponse(await this.#tickets.comment(request, text, new Date()));
  }
}

/** `cause` is for machines, `causeText` and `whatToDo` are for people. A ticket is a person's, or a role's. */
const toResponse = (ticket: TicketWithComments): object => ({
  ...ticket,
  ownerRole: ownerRoleOf(ticket.kind) ?? null,
  causeText: ticketCauseText(ticket.kind, ticket.cause),
  whatToDo: ticketText[ticket.kind].whatToDo,
});
