import { Module } from '@nestjs/common';
import { StandingStill } from './standing-still.ts';

/** Detects workflows whose task keeps failing. */
@Module({ providers: [StandingStill] })
export class StandingStillModule {}
