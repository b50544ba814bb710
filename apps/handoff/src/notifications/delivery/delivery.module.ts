import { Module } from '@nestjs/common';
import { AgreementStoreModule } from '../../agreements/agreement-store.module.ts';
import { ConfiguredChannels } from './channels/configured-channels.ts';
import { Deliveries } from './deliveries.ts';
import { NotificationSender } from './notification-sender.ts';

/** Sends notifications on the configured channels. */
@Module({
  imports: [AgreementStoreModule],
  providers: [ConfiguredChannels, Deliveries, NotificationSender],
})
export class DeliveryModule {}
