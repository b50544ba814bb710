import { Module } from '@nestjs/common';
import { AgreementStore } from './agreement-store.ts';

/** Published agreements. */
@Module({ providers: [AgreementStore], exports: [AgreementStore] })
export class AgreementStoreModule {}
