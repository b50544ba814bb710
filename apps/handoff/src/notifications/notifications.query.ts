import { IsMoment } from '@baton/service';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString } from 'class-validator';
import { PageQuery } from '../page-query.ts';
import { channelNames } from './channels/channel.ts';
import type { ChannelName } from './channels/channel.ts';
import { notificationKinds } from './notifications-of.ts';
import type { NotificationKind } from './notifications-of.ts';

export const deliveryStates = ['waiting', 'sent', 'failing', 'given-up'] as const;

export class NotificationsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Person id' })
  @IsOptional()
  @IsString()
  recipient?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  handoff?: string;

  @ApiPropertyOptional({ enum: notificationKinds })
  @IsOptional()
  @IsIn(notificationKinds)
  kind?: NotificationKind;

  @ApiPropertyOptional({ enum: channelNames })
  @IsOptional()
  @IsIn(channelNames)
  channel?: ChannelName;

  @ApiPropertyOptional({ enum: deliveryStates, description: 'Of any of its deliveries' })
  @IsOptional()
  @IsIn(deliveryStates)
  state?: (typeof deliveryStates)[number];

  @ApiPropertyOptional({ description: 'Told at or after this moment, ISO 8601' })
  @IsOptional()
  @IsMoment()
  since?: string;
}
