import { Module } from '@nestjs/common';
import { AgreementStore } from './agreement-store.ts';
import { AgreementsController } from './agreements.controller.ts';

@Module({ controllers: [AgreementsController], providers: [AgreementStore], exports: [AgreementStore] })
export class AgreementsModule {}
