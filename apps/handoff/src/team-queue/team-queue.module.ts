import { Module } from '@nestjs/common';
import { AgreementStoreModule } from '../agreements/agreement-store.module.ts';
import { TeamQueue } from './team-queue.ts';
import { WaitingLeadNotifier } from './waiting-lead-notifier.ts';

/** Leads that wait for somebody of a team. */
@Module({ imports: [AgreementStoreModule], providers: [TeamQueue, WaitingLeadNotifier] })
export class TeamQueueModule {}
