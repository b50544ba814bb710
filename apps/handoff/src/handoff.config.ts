import { IsNotEmpty, IsOptional, IsString, IsUrl, Matches, MinLength } from 'class-validator';
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

  /**
   * Names this build of the worker, such as the image's tag. With it the worker is a version of a Temporal worker
   * deployment: it gets work only when ops have made its version the current one. Without it, it gets work at once.
   */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_.-]{1,100}$/, { message: 'WORKER_BUILD_ID must be like 1.4.0 or a commit, without spaces' })
  WORKER_BUILD_ID?: string;
}
