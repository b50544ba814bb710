import { Module } from '@nestjs/common';
import { AgreementBodyParser } from './agreement-body-parser.ts';
import { AgreementDraftsController } from './agreement-drafts.controller.ts';
import { AgreementDrafts } from './agreement-drafts.ts';
import { AgreementStoreModule } from './agreement-store.module.ts';
import { AgreementWarnings } from './agreement-warnings.ts';
import { AgreementsController } from './agreements.controller.ts';
import { PublishAgreement } from './publish-agreement.ts';

/** The API of agreements: drafts, versions and publication. */
@Module({
  imports: [AgreementStoreModule],
  // The order matters: /agreements/drafts would match /agreements/:version too.
  controllers: [AgreementDraftsController, AgreementsController],
  providers: [AgreementBodyParser, AgreementDrafts, AgreementWarnings, PublishAgreement],
})
export class AgreementsModule {}
