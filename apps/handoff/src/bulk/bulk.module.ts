import { Module } from '@nestjs/common';
import { CommandGatewayModule } from '../command-gateway/command-gateway.module.ts';
import { HandoffRowModule } from '../handoff-row/handoff-row.module.ts';
import { BulkRunner } from './bulk-runner.ts';
import { BulkStore } from './bulk-store.ts';
import { BulkController } from './bulk.controller.ts';

/** One command on many handoffs. */
@Module({
  imports: [CommandGatewayModule, HandoffRowModule],
  controllers: [BulkController],
  providers: [BulkRunner, BulkStore],
})
export class BulkModule {}
