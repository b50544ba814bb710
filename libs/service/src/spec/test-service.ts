import { Module } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { ServiceConfig } from '../config/service.config.ts';
import { createLogger } from '../logging/logger.ts';
import { ServiceModule } from '../service.module.ts';
import type { ServiceOptions } from '../service.module.ts';
import { configureApp, createFastifyAdapter } from '../start-service.ts';

/** A configuration that needs no engine. */
export const testConfig = (issuerUrl: string, changes: Partial<ServiceConfig> = {}): ServiceConfig =>
  Object.assign(new ServiceConfig(), {
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    HTTP_PORT: 0,
    SERVE_DOCS: true,
    KAFKA_BROKERS: ['127.0.0.1:1'],
    AUTH_JWKS_URL: `${issuerUrl}/jwks`,
    AUTH_ISSUER: issuerUrl,
    ...changes,
  });

/** A service over the given controllers, not listening, with its log lines at hand. */
export async function createTestService(
  config: ServiceConfig,
  controllers: Type[],
  options: Partial<ServiceOptions> = {},
): Promise<{ app: NestFastifyApplication; lines: Record<string, unknown>[]; text: () => string }> {
  const written: string[] = [];
  const logger = createLogger({ name: 'small', level: 'debug' }, { write: (line: string) => void written.push(line) });

  @Module({ imports: [ServiceModule.register(config, { name: 'small', logger, ...options })], controllers })
  class SmallModule {}

  const testing = await Test.createTestingModule({ imports: [SmallModule] }).compile();
  const app = testing.createNestApplication<NestFastifyApplication>(createFastifyAdapter(config.TRUST_PROXY), {
    logger: false,
  });
  configureApp(app, { title: 'Small', description: 'For tests' });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return {
    app,
    get lines() {
      return written.map((line) => JSON.parse(line) as Record<string, unknown>);
    },
    text: () => written.join(''),
  };
}
