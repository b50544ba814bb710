import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HandoffRowModule } from '../handoff-row/handoff-row.module.ts';
import { IntakeModule } from '../intake/intake.module.ts';
import { Ticket } from './ticket.entity.ts';
import { TicketsController } from './tickets.controller.ts';
import { Tickets } from './tickets.ts';

/** The API of tickets. */
@Module({
  imports: [TypeOrmModule.forFeature([Ticket]), HandoffRowModule, IntakeModule],
  controllers: [TicketsController],
  providers: [Tickets],
})
export class TicketsModule {}
