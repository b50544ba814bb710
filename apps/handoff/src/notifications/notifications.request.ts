import { IsMoment, PageRequest } from '@baton/service';
import { notificationKinds } from '@baton/wording';
import type { NotificationKind } from '@baton/wording';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString } from 'class-validator';
import { channelNames } from './channel-names.ts';
import type { ChannelName } from './channel-names.ts';

export const deliveryStates = ['pending', 'sent', 'failing', 'given-up'] as const;

export class NotificationsQuery extends PageRequest {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  recipientId?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  handoffId?: string;

  @ApiPropertyOptional({ enum: notificationKinds })
  @IsOptional()
  @IsIn(notificationKinds)
  kind?: NotificationKind;

  @ApiPropertyOptional({ enum: channelNames })
  @IsOptional()
  @IsIn(channelNames)
  channel?: ChannelName;

  @ApiPropertyOptional({ enum: deliveryStates, description: 'State of at least one delivery' })
  @IsOptional()
  @IsIn(deliveryStates)
  state?: (typeof deliveryStates)[number];

  @ApiPropertyOptional({ description: 'Created at or after this moment, ISO 8601' })
  @IsOptional()
  @IsMoment()
  since?: string;
}
