import { IsNested } from '@baton/service';
import { DEFAULT_LANGUAGE, languages } from '@baton/wording';
import type { Language } from '@baton/wording';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, Matches } from 'class-validator';

class NotificationChannelsRequest {
  @ApiPropertyOptional({ default: true })
  @IsOptional()
  @IsBoolean()
  email?: boolean;

  @ApiPropertyOptional({ example: '123456789', description: 'Id of the person’s chat with the bot' })
  @IsOptional()
  @Matches(/^-?\d{1,20}$/, { message: 'telegram must be a chat id: a string of digits' })
  telegram?: string;
}

export class NotificationSettingsRequest {
  @ApiPropertyOptional({ enum: languages, default: DEFAULT_LANGUAGE })
  @IsOptional()
  @IsIn(languages)
  language?: Language;

  @ApiPropertyOptional({ type: NotificationChannelsRequest })
  @IsOptional()
  @IsNested(() => NotificationChannelsRequest)
  channels?: NotificationChannelsRequest;
}
