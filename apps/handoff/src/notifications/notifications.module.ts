import { Module } from '@nestjs/common';
import { MessageResend } from './delivery/message-resend.ts';
import { NotificationSettingsController } from './notification-settings.controller.ts';
import { NotificationsController } from './notifications.controller.ts';

/** Notifications and the settings of their recipients over HTTP. */
@Module({
  controllers: [NotificationsController, NotificationSettingsController],
  providers: [MessageResend],
})
export class NotificationsModule {}
