import { IsNotEmpty, IsOptional, IsString, IsUrl, Length, Matches, MinLength } from 'class-validator';
import { NotificationConfig } from './notifications/notification.config.ts';

export class HandoffConfig extends NotificationConfig {
  /** The intake service, which stores what people write about leads. */
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  INTAKE_URL!: string;

  @IsString()
  @MinLength(22)
  SERVICE_API_KEY!: string;

  /** Path of the YAML file with the teams and their people. */
  @IsString()
  @IsNotEmpty()
  TEAM_FILE!: string;

  /** Becomes an admin when the service starts and nobody is one. */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  FIRST_ADMIN_ID?: string;

  /**
   * The name of this build, such as the tag of its image. With it, the worker is a version of a Temporal worker deployment
   * and gets work only after ops made it the current version. Without it, the worker gets work immediately.
   */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_.-]{1,100}$/, {
    message: 'WORKER_BUILD_ID must be a version such as 1.4.0 or a commit id, without spaces',
  })
  WORKER_BUILD_ID?: string;
}
