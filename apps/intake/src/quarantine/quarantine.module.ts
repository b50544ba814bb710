import { Module } from '@nestjs/common';
import { QuarantineMetrics } from './quarantine-metrics.ts';
import { QuarantineController } from './quarantine.controller.ts';
import { QuarantineQuery } from './quarantine.query.ts';
import { Quarantine } from './quarantine.ts';

@Module({ controllers: [QuarantineController], providers: [Quarantine, QuarantineMetrics, QuarantineQuery] })
export class QuarantineModule {}
