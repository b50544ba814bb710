import { Numeric, ServiceConfig } from '@baton/service';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

export class IntakeConfig extends ServiceConfig {
  /** ISO 3166-1 alpha-2. A phone number without + belongs to this country, unless the lead names its own country. */
  @Matches(/^[A-Z]{2}$/, { message: 'DEFAULT_COUNTRY must be a country code of two capital letters, such as RU' })
  DEFAULT_COUNTRY: string = 'RU';

  /** The key with which Baton's other services call intake. It works for their routes only. */
  @IsOptional()
  @Matches(/^\S{20,200}$/, { message: 'SERVICE_API_KEY must have 20 to 200 characters and no spaces' })
  SERVICE_API_KEY?: string;

  /** Refused bodies are personal data, but a sender may need days to notice that its leads are refused. */
  @Numeric()
  @IsInt()
  @Min(1)
  @Max(3650)
  REFUSED_BODY_RETENTION_DAYS: number = 30;
}
