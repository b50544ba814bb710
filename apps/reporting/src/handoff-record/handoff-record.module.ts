import { Module } from '@nestjs/common';
import { HandoffRecordController } from './handoff-record.controller.ts';

/** The full record of one handoff. */
@Module({ controllers: [HandoffRecordController] })
export class HandoffRecordModule {}
