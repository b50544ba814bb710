import { Module } from '@nestjs/common';
import { AgreementStoreModule } from '../agreements/agreement-store.module.ts';
import { HandoffRowModule } from '../handoff-row/handoff-row.module.ts';
import { HandoffMetrics } from './handoff-metrics.ts';
import { HandoffsController } from './handoffs.controller.ts';
import { NextAttempts } from './next-attempts.ts';
import { RoutingExplanationController } from './routing-explanation.controller.ts';

/** Lists of handoffs, their records, and the explanations of their routing. */
@Module({
  imports: [AgreementStoreModule, HandoffRowModule],
  controllers: [HandoffsController, RoutingExplanationController],
  providers: [HandoffMetrics, NextAttempts],
})
export class HandoffsModule {}
