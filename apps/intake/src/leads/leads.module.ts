import { Module } from '@nestjs/common';
import { LeadTexts } from './lead-texts.ts';
import { LeadsController } from './leads.controller.ts';
import { LeadsQuery } from './leads.query.ts';
import { PersonErasure } from './person-erasure.ts';

@Module({ controllers: [LeadsController], providers: [LeadsQuery, LeadTexts, PersonErasure] })
export class LeadsModule {}
