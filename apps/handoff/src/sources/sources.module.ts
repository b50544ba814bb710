import { Module } from '@nestjs/common';
import { AgreementStoreModule } from '../agreements/agreement-store.module.ts';
import { LeadCapturedConsumer } from './lead-captured.consumer.ts';
import { SilentSources } from './silent-sources.ts';

/** Detects sources that went silent. */
@Module({
  imports: [AgreementStoreModule],
  providers: [LeadCapturedConsumer, SilentSources],
  exports: [LeadCapturedConsumer, SilentSources],
})
export class SourcesModule {}
