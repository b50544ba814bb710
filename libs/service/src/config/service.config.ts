import { Transform } from 'class-transformer';
import { ArrayNotEmpty, IsIn, IsInt, IsNotEmpty, IsString, IsUrl, Matches, Max, Min } from 'class-validator';

/** Reads a comma-separated variable as a list. */
export const CommaList = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string'
      ? value
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== '')
      : value,
  );

/** Reads a variable as a number; any other text stays unchanged, so that validation rejects it. */
export const Numeric = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return Number.isNaN(number) ? value : number;
  });

/** The variables that a migration needs. */
export class DatabaseConfig {
  @Matches(/^postgres(ql)?:\/\/\S+$/, { message: 'DATABASE_URL must be a postgresql:// address' })
  DATABASE_URL!: string;

  @Numeric()
  @IsInt()
  @Min(1)
  @Max(200)
  DATABASE_POOL_SIZE: number = 10;
}

/** The environment variables of every service; each property has the name of its variable. */
export class ServiceConfig extends DatabaseConfig {
  @IsString()
  @IsNotEmpty()
  HTTP_HOST: string = '127.0.0.1';

  /** 0 means any free port. */
  @Numeric()
  @IsInt()
  @Min(0)
  @Max(65_535)
  HTTP_PORT!: number;

  @CommaList()
  @ArrayNotEmpty()
  @Matches(/^[^\s:]+:\d+$/, { each: true, message: 'KAFKA_BROKERS must be a comma-separated list of host:port' })
  KAFKA_BROKERS!: string[];

  @Matches(/^[^\s:]+:\d+$/, { message: 'TEMPORAL_ADDRESS must be host:port' })
  TEMPORAL_ADDRESS: string = '127.0.0.1:7233';

  @IsString()
  @IsNotEmpty()
  TEMPORAL_NAMESPACE: string = 'default';

  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  AUTH_JWKS_URL!: string;

  @IsString()
  @IsNotEmpty()
  AUTH_ISSUER!: string;

  @IsString()
  @IsNotEmpty()
  AUTH_AUDIENCE: string = 'baton';

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  LOG_LEVEL: string = 'info';
}
