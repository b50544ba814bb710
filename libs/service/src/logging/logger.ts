import { trace } from '@opentelemetry/api';
import pino from 'pino';
import type { DestinationStream } from 'pino';
import { activeLogFields } from './log-fields.ts';
import { redactFields } from './redact-fields.ts';

/** Where services write what happens: fields first, then a fixed sentence. pino keeps it. */
export abstract class Logger {
  abstract debug(fields: object, message: string): void;
  abstract info(fields: object, message: string): void;
  abstract warn(fields: object, message: string): void;
  abstract error(fields: object, message: string): void;
}

const FLUSH_MILLISECONDS = 200;

/** One JSON line an event, with the trace and lead it belongs to. */
export function createLogger(options: { name: string; level: string }, destination?: DestinationStream): pino.Logger {
  return pino(
    {
      level: options.level,
      base: { service: options.name },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: (fields) => redactFields(fields) },
      // Errors are serialised by then; pino's own way would undo it.
      serializers: { err: (error: unknown) => error },
      mixin: () => {
        const span = trace.getActiveSpan()?.spanContext();
        return { ...activeLogFields(), ...(span ? { traceId: span.traceId, spanId: span.spanId } : {}) };
      },
    },
    // A write for each line costs more than the line; what waits is written a moment later, and at the end.
    destination ?? pino.destination({ sync: false, minLength: 4096, periodicFlush: FLUSH_MILLISECONDS }),
  );
}
