import { Module } from '@nestjs/common';
import { IntakeClient } from './intake-client.ts';
import { LeadTexts } from './lead-texts.ts';

/** Requests to the intake service, which keeps all personal data. */
@Module({ providers: [IntakeClient, LeadTexts], exports: [IntakeClient, LeadTexts] })
export class IntakeModule {}
