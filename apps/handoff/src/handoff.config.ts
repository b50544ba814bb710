import { IsNotEmpty, IsOptional, IsString, IsUrl, MinLength } from 'class-validator';
import { ServiceConfig } from '@baton/service';

export class HandoffConfig extends ServiceConfig {
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

  /** Such as smtp://host:25; without it messages to people stand in the ticket list and the log. */
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['smtp', 'smtps'], require_protocol: true })
  SMTP_URL?: string;

  @IsString()
  @IsNotEmpty()
  NOTIFICATION_SENDER: string = 'baton@localhost';
}
