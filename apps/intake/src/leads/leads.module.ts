import { Module } from '@nestjs/common';
import { LeadContacts } from './lead-contacts.ts';
import { LeadTexts } from './lead-texts.ts';
import { LeadsController } from './leads.controller.ts';
import { LeadsQuery } from './leads.query.ts';
import { PersonErasure } from './person-erasure.ts';
import { PersonOptOut } from './person-opt-out.ts';

@Module({
  controllers: [LeadsController],
  providers: [LeadsQuery, LeadTexts, LeadContacts, PersonErasure, PersonOptOut],
})
export class LeadsModule {}
