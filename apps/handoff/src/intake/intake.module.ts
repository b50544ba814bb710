import { Module } from '@nestjs/common';
import { IntakeClient } from './intake-client.ts';
import { LeadContacts } from './lead-contacts.ts';
import { LeadTexts } from './lead-texts.ts';

/** Requests to the intake service, which keeps all personal data. */
@Module({ providers: [IntakeClient, LeadContacts, LeadTexts], exports: [IntakeClient, LeadContacts, LeadTexts] })
export class IntakeModule {}
