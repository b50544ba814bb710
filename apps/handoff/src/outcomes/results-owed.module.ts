import { Module } from '@nestjs/common';
import { AgreementStoreModule } from '../agreements/agreement-store.module.ts';
import { ResultsOwed } from './results-owed.ts';

/** Finds SQLs whose outcome is overdue. */
@Module({ imports: [AgreementStoreModule], providers: [ResultsOwed], exports: [ResultsOwed] })
export class ResultsOwedModule {}
