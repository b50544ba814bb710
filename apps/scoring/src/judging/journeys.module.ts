import { Module } from '@nestjs/common';
import { AgreementsModule } from '../agreements/agreements.module.ts';
import { JourneyStore } from './journey-store.ts';

@Module({ imports: [AgreementsModule], providers: [JourneyStore], exports: [JourneyStore] })
export class JourneysModule {}
