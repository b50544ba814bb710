import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from './logging/logger.ts';
import { stopTracing } from './tracing/tracing.ts';

/** What is not finished by then is cut off. */
const SHUTDOWN_TIMEOUT_MILLISECONDS = 20_000;

/** Ends in order: no new request, those in hand finished, consumers, relay and worker, connections last. */
export async function closeService(app: NestFastifyApplication): Promise<void> {
  await stopListening(app);
  await app.close();
  await stopTracing();
}

/** A connection falls idle when its last request is answered; kept alive, it would hold the end up for a minute. */
async function stopListening(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  const sweeping = setInterval(() => fastify.server.closeIdleConnections(), 50);
  try {
    await fastify.close();
  } finally {
    clearInterval(sweeping);
  }
}

/** The first signal ends the service in good order; a second one, or too long a wait, at once. */
export function closeOnSignals(app: NestFastifyApplication, logger: Logger): void {
  let isClosing = false;
  const close = (signal: string): void => {
    if (isClosing) {
      process.exit(1);
    }
    isClosing = true;
    logger.info({ signal }, 'The service ends: it finishes what is in hand');
    setTimeout(() => {
      logger.error({}, 'The service did not end in time and is cut off');
      process.exit(1);
    }, SHUTDOWN_TIMEOUT_MILLISECONDS).unref();
    closeService(app).then(
      () => process.exit(0),
      (err: unknown) => {
        logger.error({ err }, 'The service did not end in order');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, close);
  }
}
