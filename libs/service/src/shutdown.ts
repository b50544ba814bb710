import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from './logging/logger.ts';
import { stopTracing } from './tracing/tracing.ts';

/** After this time the process exits even if requests are unfinished. */
const SHUTDOWN_TIMEOUT_MILLISECONDS = 20_000;

/** Shuts down in order: no new requests, requests in progress, consumers, relay and worker, connections. */
export async function closeService(app: NestFastifyApplication): Promise<void> {
  await stopListening(app);
  await app.close();
  await stopTracing();
}

/** Closes keep-alive connections as they become idle; they would delay the shutdown by a minute. */
async function stopListening(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  const sweeping = setInterval(() => fastify.server.closeIdleConnections(), 50);
  try {
    await fastify.close();
  } finally {
    clearInterval(sweeping);
  }
}

/** The first signal shuts the service down gracefully; a second one, or a timeout, ends the process immediately. */
export function closeOnSignals(app: NestFastifyApplication, logger: Logger): void {
  let isClosing = false;
  const close = (signal: string): void => {
    if (isClosing) {
      process.exit(1);
    }
    isClosing = true;
    logger.info({ signal }, 'The service shuts down and finishes its requests');
    setTimeout(() => {
      logger.error({}, 'The service did not shut down in time and exits');
      process.exit(1);
    }, SHUTDOWN_TIMEOUT_MILLISECONDS).unref();
    closeService(app).then(
      () => process.exit(0),
      (err: unknown) => {
        logger.error({ err }, 'The shutdown of the service failed');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, close);
  }
}
