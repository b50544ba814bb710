import { Module } from '@nestjs/common';
import { MessageResend } from './delivery/message-resend.ts';
import { NotificationMetrics } from './notification-metrics.ts';
import { NotificationSettingsController } from './notification-settings.controller.ts';
import { NotificationsController } from './notifications.controller.ts';

/** The API of notifications and of their recipients' settings. */
@Module({
  controllers: [NotificationsController, NotificationSettingsController],
  providers: [MessageResend, NotificationMetrics],
})
export class NotificationsModule {}
