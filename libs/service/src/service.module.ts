import { KafkaConnection, OutboxRelay } from '@baton/messaging';
import { Global, Module } from '@nestjs/common';
import type { DynamicModule, Provider, Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Client } from '@temporalio/client';
import { DataSource } from 'typeorm';
import { AccessDirectory, accessInSchema } from './access/access-directory.ts';
import type { AccessSource } from './access/access-directory.ts';
import { accessSubscription } from './access/access.consumer.ts';
import { AuthGuard } from './access/auth-guard.ts';
import { Callers } from './access/callers.ts';
import { KeyUses } from './access/key-uses.ts';
import { RouteAccessCheck } from './access/route-access-check.ts';
import { TokenVerifier } from './access/token-verifier.ts';
import { kafkaEndpoint } from './connections/kafka-settings.ts';
import { ServiceConfig } from './config/service.config.ts';
import { CommitSignal } from './database/commit-signal.ts';
import { Outbox } from './database/outbox.ts';
import { PgPool, createPgPool } from './database/pg-pool.ts';
import { typeOrmOptions } from './database/typeorm-options.ts';
import type { DatabaseOptions } from './database/typeorm-options.ts';
import { ProblemFilter } from './errors/problem-filter.ts';
import { validationPipe } from './errors/validation.ts';
import { HealthIndicators } from './health/health-indicators.ts';
import { HealthReport } from './health/health-report.ts';
import { CallerRateLimitGuard } from './http/caller-rate-limit.guard.ts';
import { RequestLimitsInterceptor } from './http/request-limits.interceptor.ts';
import { Logger, createLogger } from './logging/logger.ts';
import { KafkaConsumers } from './messaging/kafka-consumers.ts';
import { messagingMetrics } from './messaging/messaging-metrics.ts';
import { Metrics } from './metrics/metrics.ts';
import { OperationsServer } from './operations/operations-server.ts';
import { ServiceResources } from './service-resources.ts';
import { createTemporalClient } from './temporal/temporal-client.ts';

export interface ServiceOptions {
  name: string;
  database?: DatabaseOptions;
  /** Provides KafkaConnection and, with a database, KafkaConsumers. */
  kafka?: boolean;
  /** Without Temporal the service is not ready if this is `required`, and degraded if it is `true`. */
  temporal?: boolean | 'required';
  /** Runs the relay of the schema's outbox, and provides Outbox. Needs database and kafka. */
  outbox?: boolean;
  /**
   * Keeps the schema's copy of people and keys (see accessTables), as a member of this consumer group. The handoff
   * service, which publishes them, writes its copy itself.
   */
  accessGroupId?: string;
  /** Replaces the schema's copy of people and keys in tests. */
  access?: AccessSource;
  /** The key of Baton's own services, from the environment. */
  internalKey?: string | undefined;
  /** Replaces the service's logger in tests. */
  logger?: Logger;
}

/** The chassis of every service. Register it once, in the root module; everything that it provides is global. */
@Global()
@Module({})
export class ServiceModule {
  static register(config: ServiceConfig, options: ServiceOptions): DynamicModule {
    const logger = options.logger ?? createLogger({ name: options.name, level: config.LOG_LEVEL });
    const providers: Provider[] = [
      ...coreProviders(config, options, logger),
      ...(options.database ? databaseProviders(config, options.name, options.database.schema, logger) : []),
      ...(options.kafka ? kafkaProviders(config, options.name, logger) : []),
      ...(options.kafka && options.database
        ? consumerProviders(options.database.schema, options.accessGroupId, logger)
        : []),
      ...(options.temporal ? temporalProviders(config) : []),
      ...(options.outbox && options.database ? outboxProviders(options.database.schema, logger) : []),
      resourcesProvider(options, logger),
    ];
    return {
      module: ServiceModule,
      global: true,
      imports: [
        DiscoveryModule,
        TerminusModule.forRoot({ logger: false }),
        ...(options.database
          ? [TypeOrmModule.forRoot(typeOrmOptions(config, options.name, options.database, logger))]
          : []),
      ],
      providers,
      exports: providers
        .map((provider) => (typeof provider === 'function' ? provider : provider.provide))
        .filter(isExported),
    };
  }
}

const unexportedTokens: unknown[] = [APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE];
const isExported = (token: unknown): token is Type => !unexportedTokens.includes(token);

const coreProviders = (config: ServiceConfig, options: ServiceOptions, logger: Logger): Provider[] => [
  { provide: ServiceConfig, useValue: config },
  ...(config.constructor === ServiceConfig ? [] : [{ provide: config.constructor as Type, useValue: config }]),
  { provide: Logger, useValue: logger },
  Metrics,
  HealthIndicators,
  HealthReport,
  OperationsServer,
  TokenVerifier,
  RouteAccessCheck,
  {
    provide: AccessDirectory,
    inject: [{ token: PgPool, optional: true }],
    useFactory: (pool?: PgPool) => new AccessDirectory(options.access ?? storedAccess(options, pool)),
  },
  {
    provide: KeyUses,
    inject: [{ token: KafkaConnection, optional: true }],
    useFactory: (kafka?: KafkaConnection) => new KeyUses({ service: options.name, kafka, logger }),
  },
  {
    provide: Callers,
    inject: [AccessDirectory, KeyUses],
    useFactory: (directory: AccessDirectory, uses: KeyUses) => new Callers(directory, uses, options.internalKey),
  },
  { provide: APP_FILTER, useClass: ProblemFilter },
  { provide: APP_GUARD, useClass: AuthGuard },
  { provide: APP_GUARD, useClass: CallerRateLimitGuard },
  { provide: APP_INTERCEPTOR, useClass: RequestLimitsInterceptor },
  { provide: APP_PIPE, useFactory: validationPipe },
];

const databaseProviders = (config: ServiceConfig, name: string, schema: string, logger: Logger): Provider[] => [
  { provide: PgPool, useFactory: () => createPgPool(config, name, logger) },
  {
    provide: CommitSignal,
    inject: [PgPool],
    useFactory: (pool: PgPool) => new CommitSignal({ pool, schema, logger }),
  },
];

/** A service without a database knows nobody. */
const storedAccess = ({ database }: ServiceOptions, pool: PgPool | undefined): AccessSource =>
  database && pool
    ? accessInSchema(pool, database.schema)
    : { person: () => Promise.resolve(undefined), key: () => Promise.resolve(undefined) };

const kafkaProviders = (config: ServiceConfig, name: string, logger: Logger): Provider[] => [
  {
    provide: KafkaConnection,
    useFactory: () => new KafkaConnection({ ...kafkaEndpoint(config), clientId: `baton-${name}`, logger }),
  },
];

const consumerProviders = (schema: string, accessGroupId: string | undefined, logger: Logger): Provider[] => [
  {
    provide: KafkaConsumers,
    inject: [KafkaConnection, PgPool, Metrics, HealthIndicators],
    useFactory: (kafka: KafkaConnection, pool: PgPool, metrics: Metrics, health: HealthIndicators) => {
      const consumers = new KafkaConsumers({ kafka, pool, schema, logger, metrics, health });
      if (accessGroupId !== undefined)
        // Not part of another group, whose backlog would delay the end of somebody's access.
        consumers.register({ name: accessGroupId, subscriptions: [accessSubscription(schema)] });
      return consumers;
    },
  },
];

const temporalProviders = (config: ServiceConfig): Provider[] => [
  { provide: Client, useFactory: () => createTemporalClient(config) },
];

const outboxProviders = (schema: string, logger: Logger): Provider[] => [
  {
    provide: OutboxRelay,
    inject: [PgPool, KafkaConnection, Metrics],
    useFactory: (pool: PgPool, connection: KafkaConnection, metrics: Metrics) =>
      new OutboxRelay({ pool, schema, kafka: connection, logger, metrics: messagingMetrics(metrics) }),
  },
  {
    provide: Outbox,
    inject: [OutboxRelay, DataSource],
    useFactory: (relay: OutboxRelay, dataSource: DataSource) => new Outbox({ schema, relay, dataSource }),
  },
];

const resourcesProvider = (options: ServiceOptions, logger: Logger): Provider => ({
  provide: ServiceResources,
  inject: [
    HealthIndicators,
    Metrics,
    ...[PgPool, KafkaConnection, OutboxRelay, Client].map((token) => ({ token, optional: true })),
  ],
  useFactory: (
    health: HealthIndicators,
    metrics: Metrics,
    pool?: PgPool,
    connection?: KafkaConnection,
    relay?: OutboxRelay,
    client?: Client,
  ) =>
    new ServiceResources({
      health,
      metrics,
      pool,
      kafka: connection,
      relay,
      client,
      temporalIsRequired: options.temporal === 'required',
      logger,
    }),
});
