import { Module } from '@nestjs/common';
import { AgreementStoreModule } from '../agreements/agreement-store.module.ts';
import { writeNotifications } from '../notifications/notification-rows.ts';
import { recordQueueChanges } from '../team-queue/queue-changes.ts';
import { recordResponsiveness } from '../team-queue/responsiveness.ts';
import { writeTickets } from '../tickets/ticket-rows.ts';
import { COMMIT_EFFECTS } from './commit-effect.ts';
import type { CommitEffect } from './commit-effect.ts';
import { publishSteps } from './publish-steps.ts';
import { RecordStore } from './record-store.ts';

/** What every commit writes in addition to the record and the handoff's row, in this order. */
export const commitEffects: readonly CommitEffect[] = [
  recordQueueChanges,
  recordResponsiveness,
  writeTickets,
  writeNotifications,
  publishSteps,
];

/** Stores the records of handoffs, with everything that each commit writes. */
@Module({
  imports: [AgreementStoreModule],
  providers: [RecordStore, { provide: COMMIT_EFFECTS, useValue: commitEffects }],
  exports: [RecordStore],
})
export class CommitModule {}
