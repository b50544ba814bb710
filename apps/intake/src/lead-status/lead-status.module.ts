import { Module } from '@nestjs/common';
import { LeadStatusConsumer } from './lead-status.consumer.ts';

@Module({ providers: [LeadStatusConsumer] })
export class LeadStatusModule {}
