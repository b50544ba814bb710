import { ServiceConfig } from '@baton/service';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { Numeric } from '@baton/service';

/** The environment of intake. */
export class IntakeConfig extends ServiceConfig {
  /** Phone numbers without + are read as this country's, unless the lead names its own. ISO 3166-1 alpha-2. */
  @Matches(/^[A-Z]{2}$/, { message: 'DEFAULT_COUNTRY must be a country code of two capitals, such as RU' })
  DEFAULT_COUNTRY: string = 'RU';

  /** With this key Baton's own services call intake, in the role integration. */
  @IsOptional()
  @Matches(/^\S{20,200}$/, { message: 'SERVICE_API_KEY must be 20 to 200 characters without spaces' })
  SERVICE_API_KEY?: string;

  /** How long refused bodies are kept, for whoever looks for a lead that a sender got wrong. */
  @Numeric()
  @IsInt()
  @Min(1)
  @Max(3650)
  REFUSED_BODY_RETENTION_DAYS: number = 30;
}
