import { DefaultLogger, Runtime, makeTelemetryFilterString } from '@temporalio/worker';
import type { LogLevel } from '@temporalio/worker';
import type { Logger } from '../logging/logger.ts';
import { findMetricsAddress } from './temporal-metrics.ts';

let installed: Promise<string> | undefined;

const write = (logger: Logger, level: LogLevel, fields: object, message: string): void => {
  switch (level) {
    case 'ERROR':
      return logger.error(fields, message);
    case 'WARN':
      return logger.warn(fields, message);
    case 'INFO':
      return logger.info(fields, message);
    case 'DEBUG':
    case 'TRACE':
      return logger.debug(fields, message);
  }
};

/**
 * Sends Temporal's log to the service's log, and leaves signals to the service. Runs once per process. Returns the address
 * at which this process serves the SDK's metrics, on the loopback interface only.
 */
export function installTemporalRuntime(logger: Logger): Promise<string> {
  installed ??= install(logger).catch((error: unknown) => {
    installed = undefined;
    throw error;
  });
  return installed;
}

async function install(logger: Logger): Promise<string> {
  const bindAddress = await findMetricsAddress();
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('INFO', ({ level, message, meta }) => write(logger, level, { ...meta }, message)),
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }), forward: {} },
      metrics: {
        prometheus: { bindAddress, countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true },
      },
    },
  });
  return bindAddress;
}
