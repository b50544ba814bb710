import { Module } from '@nestjs/common';
import { AgreementStore } from './agreement-store.ts';

/** Published agreements, for all who decide by them. */
@Module({ providers: [AgreementStore], exports: [AgreementStore] })
export class AgreementStoreModule {}
