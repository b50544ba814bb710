import { IsNotEmpty, IsString, IsUrl, MinLength } from 'class-validator';
import { NotificationConfig } from './notifications/notification.config.ts';

export class HandoffConfig extends NotificationConfig {
  /** The intake service, which keeps what people write. */
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  INTAKE_URL!: string;

  @IsString()
  @MinLength(22)
  SERVICE_API_KEY!: string;

  /** YAML with the teams and their people. */
  @IsString()
  @IsNotEmpty()
  TEAM_FILE!: string;
}
