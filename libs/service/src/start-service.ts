import 'reflect-metadata';
import type { DynamicModule, INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ServiceConfig } from './config/service.config.ts';
import { limitResponseTime } from './errors/response-timeout.ts';
import { respondToMalformedHttp } from './errors/malformed-http.ts';
import { sendProblem } from './errors/problem-filter.ts';
import { toProblem } from './errors/to-problem.ts';
import { addSecurityHeaders } from './http/security-headers.ts';
import { limitWrongCredentials } from './http/wrong-credentials-limit.ts';
import { Logger, createLogger } from './logging/logger.ts';
import { NestLogger } from './logging/nest-logger.ts';
import { Metrics } from './metrics/metrics.ts';
import { serveOpenApi } from './openapi/openapi.ts';
import type { OpenApiOptions } from './openapi/openapi.ts';
import { OperationsServer } from './operations/operations-server.ts';
import { closeOnSignals } from './shutdown.ts';
import { traceRequests } from './tracing/trace-requests.ts';
import { startTracing } from './tracing/tracing.ts';

export interface StartServiceOptions {
  name: string;
  /** The app's root module, which imports ServiceModule.register(…). */
  module: Type | DynamicModule;
  config: ServiceConfig;
  /** Describes the API. Without it the process has no API, and listens on its port for health and metrics only. */
  openapi?: OpenApiOptions;
}

const BODY_LIMIT_BYTES = 1024 * 1024;
/** As long as the longest id that a body may contain. */
const PATH_PARAMETER_LIMIT = 200;

/** The HTTP server: bodies up to 1 MB, and problem details for errors of the HTTP layer too. */
export const createFastifyAdapter = (trustedProxies: string[] = []): FastifyAdapter =>
  new FastifyAdapter({
    trustProxy: trustedProxies.length > 0 && trustedProxies,
    bodyLimit: BODY_LIMIT_BYTES,
    routerOptions: { maxParamLength: PATH_PARAMETER_LIMIT },
    // A client that sends its request very slowly must not keep a connection forever.
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    frameworkErrors: (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(reply, toProblem(error)),
    clientErrorHandler: respondToMalformedHttp,
  });

/** Adds what every service has around its module; also used by tests of a module. */
export function configureApp(app: NestFastifyApplication, openapi?: OpenApiOptions): void {
  const fastify = app.getHttpAdapter().getInstance();
  const { HSTS_SECONDS, RATE_LIMIT_WRONG_CREDENTIALS, SERVE_DOCS } = app.get(ServiceConfig);
  addSecurityHeaders(fastify, HSTS_SECONDS);
  traceRequests(fastify, app.get(Logger), app.get(Metrics));
  limitResponseTime(fastify, app.get(Logger));
  limitWrongCredentials(fastify, RATE_LIMIT_WRONG_CREDENTIALS);
  if (SERVE_DOCS && openapi) serveOpenApi(app, openapi);
}

/** Creates the service, initialised but not listening. */
export async function createService(options: StartServiceOptions): Promise<NestFastifyApplication> {
  await startTracing(options.name);
  const logger = new NestLogger(createLogger({ name: options.name, level: options.config.LOG_LEVEL }));
  const app = await NestFactory.create<NestFastifyApplication>(
    options.module,
    createFastifyAdapter(options.config.TRUST_PROXY),
    {
      logger,
      abortOnError: false,
    },
  );
  configureApp(app, options.openapi);
  await app.init();
  return app;
}

/** Starts the service, and shuts it down gracefully on SIGTERM and SIGINT. */
export async function startService(options: StartServiceOptions): Promise<INestApplication> {
  const app = await createService(options);
  const logger = app.get(Logger);
  closeOnSignals(app, logger);
  const { openapi, config } = options;
  if (openapi) await app.listen(config.HTTP_PORT, config.HTTP_HOST);
  const operationsUrl = await app.get(OperationsServer).listen();
  logger.info({ ...(openapi && { url: await app.getUrl() }), operationsUrl }, 'The service is listening');
  return app;
}
