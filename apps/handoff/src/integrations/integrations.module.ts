import { Module } from '@nestjs/common';
import { AccessModule } from '../staff/access.module.ts';
import { IntegrationsController } from './integrations.controller.ts';
import { Integrations } from './integrations.ts';
import { KeyUsesConsumer } from './key-uses.consumer.ts';

/** Other systems and the keys with which they call Baton. */
@Module({
  imports: [AccessModule],
  controllers: [IntegrationsController],
  providers: [Integrations, KeyUsesConsumer],
  exports: [KeyUsesConsumer],
})
export class IntegrationsModule {}
