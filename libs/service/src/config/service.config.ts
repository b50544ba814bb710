import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsNotEmpty, IsString, IsUrl, Max, Min, ValidateBy } from 'class-validator';
import { isIP } from 'node:net';
import type { DatabaseSettings } from '../connections/database-settings.ts';
import type { KafkaSettings } from '../connections/kafka-settings.ts';
import type { TemporalSettings } from '../connections/temporal-settings.ts';
import { DatabaseSetting, KafkaSetting, TemporalSetting } from './connection-setting.ts';

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

/** Reads a variable as true or false; any other text stays unchanged, so that validation rejects it. */
const Switch = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value));

/** An address, a network in CIDR notation, or one of the names that Fastify has for networks. */
const isAddressOrNetwork = (value: unknown): boolean => {
  if (typeof value !== 'string') return false;
  if (['loopback', 'linklocal', 'uniquelocal'].includes(value)) return true;
  const [address = '', bits, ...rest] = value.split('/');
  const maximumBits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return rest.length === 0 && maximumBits > 0 && (bits === undefined || (/^\d+$/.test(bits) && +bits <= maximumBits));
};

/** The variables that a migration needs. */
export class DatabaseConfig implements DatabaseSettings {
  @DatabaseSetting()
  DATABASE_URL!: string;

  @DatabaseSetting()
  DATABASE_PASSWORD?: string;

  @DatabaseSetting()
  DATABASE_SSLMODE?: string;

  @DatabaseSetting()
  DATABASE_SSLROOTCERT?: string;

  @DatabaseSetting()
  DATABASE_SSLCERT?: string;

  @DatabaseSetting()
  DATABASE_SSLKEY?: string;

  @Numeric()
  @IsInt()
  @Min(1)
  @Max(200)
  DATABASE_POOL_SIZE: number = 10;
}

/** The environment variables of every service; each property has the name of its variable. */
export class ServiceConfig extends DatabaseConfig implements KafkaSettings, TemporalSettings {
  @IsString()
  @IsNotEmpty()
  HTTP_HOST: string = '127.0.0.1';

  /** 0 means any free port. */
  @Numeric()
  @IsInt()
  @Min(0)
  @Max(65_535)
  HTTP_PORT!: number;

  @IsString()
  @IsNotEmpty()
  OPS_HOST: string = '127.0.0.1';

  /** Health and metrics. The default is the port by convention for metrics in the Prometheus format. */
  @Numeric()
  @IsInt()
  @Min(0)
  @Max(65_535)
  OPS_PORT: number = 9464;

  /** The proxies whose X-Forwarded-For is believed. Without any, the address of the connection counts. */
  @CommaList()
  @ValidateBy(
    { name: 'isAddressOrNetwork', validator: { validate: isAddressOrNetwork } },
    { each: true, message: 'TRUST_PROXY must be a comma-separated list of addresses or networks such as 10.0.0.0/8' },
  )
  TRUST_PROXY: string[] = [];

  /** Requests a minute from one person. 0 means no limit, here and below. */
  @Numeric()
  @IsInt()
  @Min(0)
  RATE_LIMIT_PER_PERSON: number = 3000;

  /** Requests a minute with one key. */
  @Numeric()
  @IsInt()
  @Min(0)
  RATE_LIMIT_PER_KEY: number = 12_000;

  /** Wrong tokens and keys a minute from one address. */
  @Numeric()
  @IsInt()
  @Min(0)
  RATE_LIMIT_WRONG_CREDENTIALS: number = 300;

  /** For how long browsers must use HTTPS only; 0 sends no such header. */
  @Numeric()
  @IsInt()
  @Min(0)
  HSTS_SECONDS: number = 0;

  /** Serves /docs and /openapi.json. */
  @Switch()
  @IsBoolean({ message: 'SERVE_DOCS must be true or false' })
  SERVE_DOCS: boolean = false;

  @CommaList()
  @KafkaSetting()
  KAFKA_BROKERS!: string[];

  @KafkaSetting()
  KAFKA_SECURITY_PROTOCOL?: string;

  @KafkaSetting()
  KAFKA_SASL_MECHANISM?: string;

  @KafkaSetting()
  KAFKA_SASL_USERNAME?: string;

  @KafkaSetting()
  KAFKA_SASL_PASSWORD?: string;

  @KafkaSetting()
  KAFKA_SSL_CA_LOCATION?: string;

  @KafkaSetting()
  KAFKA_SSL_CERTIFICATE_LOCATION?: string;

  @KafkaSetting()
  KAFKA_SSL_KEY_LOCATION?: string;

  @TemporalSetting()
  TEMPORAL_ADDRESS: string = '127.0.0.1:7233';

  @TemporalSetting()
  TEMPORAL_TLS?: string;

  @TemporalSetting()
  TEMPORAL_TLS_SERVER_CA_CERT_PATH?: string;

  @TemporalSetting()
  TEMPORAL_TLS_SERVER_NAME?: string;

  @TemporalSetting()
  TEMPORAL_TLS_CLIENT_CERT_PATH?: string;

  @TemporalSetting()
  TEMPORAL_TLS_CLIENT_KEY_PATH?: string;

  @TemporalSetting()
  TEMPORAL_API_KEY?: string;

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
