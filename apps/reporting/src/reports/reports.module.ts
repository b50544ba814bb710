import { Module } from '@nestjs/common';
import { LossCalculatorController } from './loss-calculator.controller.ts';
import { ReportIndexController } from './report-index.controller.ts';
import { ReportsController } from './reports.controller.ts';
import { ReportsService } from './reports.service.ts';

/** Every report over one set of parameters, as JSON and CSV, and the loss calculator. */
@Module({
  controllers: [ReportIndexController, LossCalculatorController, ReportsController],
  providers: [ReportsService],
})
export class ReportsModule {}
