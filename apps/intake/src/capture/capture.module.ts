import { Module } from '@nestjs/common';
import { CaptureMetrics } from './capture-metrics.ts';
import { CaptureController } from './capture.controller.ts';
import { HttpIntakePool } from './http-intake-pool.ts';
import { HttpIntake } from './http-intake.ts';
import { RawBody } from './raw-body.ts';

@Module({
  controllers: [CaptureController],
  providers: [CaptureMetrics, HttpIntake, HttpIntakePool, RawBody],
  exports: [CaptureMetrics],
})
export class CaptureModule {}
