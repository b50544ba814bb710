import { Module } from '@nestjs/common';
import { LeadTexts } from './lead-texts.ts';

/** Free text about leads, which intake keeps. */
@Module({ providers: [LeadTexts], exports: [LeadTexts] })
export class LeadTextsModule {}
