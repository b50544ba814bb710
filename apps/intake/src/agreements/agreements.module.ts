import { Module } from '@nestjs/common';
import { AgreementCalendars } from './agreement-calendars.ts';
import { AgreementsConsumer } from './agreements.consumer.ts';

@Module({ providers: [AgreementCalendars, AgreementsConsumer], exports: [AgreementCalendars] })
export class AgreementsModule {}
