import { Module } from '@nestjs/common';
import { QuarantineMetrics } from './quarantine-metrics.ts';
import { QuarantineController } from './quarantine.controller.ts';
import { QuarantineOwnersController } from './quarantine-owners.controller.ts';
import { QuarantineOwners } from './quarantine-owners.ts';
import { QuarantineTickets } from './quarantine-tickets.ts';
import { QuarantineQuery } from './quarantine.query.ts';
import { Quarantine } from './quarantine.ts';

@Module({
  controllers: [QuarantineController, QuarantineOwnersController],
  providers: [Quarantine, QuarantineMetrics, QuarantineOwners, QuarantineQuery, QuarantineTickets],
})
export class QuarantineModule {}
