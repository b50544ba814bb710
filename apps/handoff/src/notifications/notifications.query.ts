import { IsMoment } from '@baton/service';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString } from 'class-validator';
import { PageQuery } from '../page-query.ts';
import { CHANNEL_NAMES, type ChannelName } from './channels/channel.ts';
import { NOTIFICATION_KINDS, type NotificationKind } from './notifications-of.ts';

export const DELIVERY_STATES = ['waiting', 'sent', 'failing', 'given-up'] as const;

export class NotificationsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Person id' })
  @IsOptional()
  @IsString()
  recipient?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  handoff?: string;

  @ApiPropertyOptional({ enum: NOTIFICATION_KINDS })
  @IsOptional()
  @IsIn(NOTIFICATION_KINDS)
  kind?: NotificationKind;

  @ApiPropertyOptional({ enum: CHANNEL_NAMES })
  @IsOptional()
  @IsIn(CHANNEL_NAMES)
  channel?: ChannelName;

  @ApiPropertyOptional({ enum: DELIVERY_STATES, description: 'Of any of its deliveries' })
  @IsOptional()
  @IsIn(DELIVERY_STATES)
  state?: (typeof DELIVERY_STATES)[number];

  @ApiPropertyOptional({ description: 'Told at or after this moment, ISO 8601' })
  @IsOptional()
  @IsMoment()
  since?: string;
}
