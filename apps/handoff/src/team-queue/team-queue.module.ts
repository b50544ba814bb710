import { Module } from '@nestjs/common';
import { AgreementStoreModule } from '../agreements/agreement-store.module.ts';
import { TeamQueue } from './team-queue.ts';
import { WaitingLeadNotifier } from './waiting-lead-notifier.ts';

/** The queues of the teams: which waiting leads can be assigned, and the signals to them. */
@Module({ imports: [AgreementStoreModule], providers: [TeamQueue, WaitingLeadNotifier] })
export class TeamQueueModule {}
