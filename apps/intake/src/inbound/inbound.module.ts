import { Module } from '@nestjs/common';
import { AgreementsModule } from '../agreements/agreements.module.ts';
import { CaptureModule } from '../capture/capture.module.ts';
import { InboundConsumer } from './inbound.consumer.ts';

@Module({ imports: [AgreementsModule, CaptureModule], providers: [InboundConsumer] })
export class InboundModule {}
