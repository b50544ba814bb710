import { DefaultLogger, Runtime, makeTelemetryFilterString } from '@temporalio/worker';
import type { LogLevel } from '@temporalio/worker';
import type { Logger } from '../logging/logger.ts';

let installed = false;

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

/** Sends Temporal's log to the service's log, and leaves signals to the service. Runs once per process. */
export function installTemporalRuntime(logger: Logger): void {
  if (installed) {
    return;
  }
  installed = true;
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('INFO', ({ level, message, meta }) => write(logger, level, { ...meta }, message)),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }), forward: {} } },
  });
}
