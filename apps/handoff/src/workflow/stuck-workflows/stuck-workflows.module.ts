import { Module } from '@nestjs/common';
import { StuckWorkflows } from './stuck-workflows.ts';

/** Detects workflows whose task keeps failing. */
@Module({ providers: [StuckWorkflows] })
export class StuckWorkflowsModule {}
