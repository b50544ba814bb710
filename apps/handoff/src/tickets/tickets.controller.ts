import { CurrentCaller, Roles, type Caller } from '@baton/service';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { IsNull, Not, Repository, type FindOptionsWhere } from 'typeorm';
import { ownRows } from '../handoffs/own-rows.ts';
import { Ticket } from './ticket.entity.ts';
import { whatToDo } from './ticket-rows.ts';

class TicketQuery {
  @ApiPropertyOptional({ enum: ['open', 'closed'], default: 'open' })
  @IsIn(['open', 'closed'])
  state: 'open' | 'closed' = 'open';

  @ApiPropertyOptional({ description: 'One kind of alarm, such as no-first-contact' })
  @IsOptional()
  @IsString()
  kind?: Ticket['kind'];

  @ApiPropertyOptional({ default: 50, maximum: 200 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  @ApiPropertyOptional({ default: 0 })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  offset: number = 0;
}

@ApiTags('tickets')
@Controller('tickets')
export class TicketsController {
  readonly #tickets: Repository<Ticket>;

  constructor(@InjectRepository(Ticket) tickets: Repository<Ticket>) {
    this.#tickets = tickets;
  }

  @Get()
  @Roles('rep', 'closer', 'team-lead', 'marketer', 'arbiter', 'ops', 'admin')
  @ApiOperation({
    summary: 'Alarms with their owner, since when and what to do; a rep sees their own, a team lead the team’s',
  })
  async list(@Query() query: TicketQuery, @CurrentCaller() caller: Caller): Promise<object> {
    const where: FindOptionsWhere<Ticket> = {
      ...ownRows(caller),
      closedAt: query.state === 'open' ? IsNull() : Not(IsNull()),
      ...(query.kind && { kind: query.kind }),
    };
    const [tickets, total] = await this.#tickets.findAndCount({
      where,
      order: { openedAt: 'ASC', handoffId: 'ASC' },
      take: query.limit,
      skip: query.offset,
    });
    return { total, tickets: tickets.map((ticket) => ({ ...ticket, whatToDo: whatToDo(ticket.kind) })) };
  }
}
