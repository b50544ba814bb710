import { trace } from '@opentelemetry/api';
import pino from 'pino';
import type { DestinationStream } from 'pino';
import { activeLogFields } from './log-fields.ts';
import { redactFields } from './redact-fields.ts';

/** The log of a service: fields first, then a constant message. Implemented by pino. */
export abstract class Logger {
  abstract debug(fields: object, message: string): void;
  abstract info(fields: object, message: string): void;
  abstract warn(fields: object, message: string): void;
  abstract error(fields: object, message: string): void;
}

const FLUSH_MILLISECONDS = 200;

/** Logs one JSON line per event, with its trace and the fields of withLogFields. */
export function createLogger(options: { name: string; level: string }, destination?: DestinationStream): pino.Logger {
  return pino(
    {
      level: options.level,
      base: { service: options.name },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: (fields) => redactFields(fields) },
      // redactFields has already serialised the error; pino's own handling would drop its fields.
      serializers: { err: (error: unknown) => error },
      mixin: () => {
        const span = trace.getActiveSpan()?.spanContext();
        return { ...activeLogFields(), ...(span ? { traceId: span.traceId, spanId: span.spanId } : {}) };
      },
    },
    destination ?? bufferedOutput(),
  );
}

/** A flush does nothing while a write is in progress, so that a second one follows for what was added meanwhile. */
const FLUSHES_AFTER_A_LINE = 2;

/**
 * Writing every line separately costs more than the line itself. The buffer is flushed at exit, and a moment after the last
 * line in it: pino's own `periodicFlush` would occupy a thread five times a second even when there are no lines.
 */
function bufferedOutput(): DestinationStream {
  const output = pino.destination({ sync: false, minLength: 4096 });
  let flushesLeft = 0;
  let flushing: NodeJS.Timeout | undefined;
  const flushSoon = (): NodeJS.Timeout => setTimeout(flush, FLUSH_MILLISECONDS).unref();
  const flush = (): void => {
    flushesLeft -= 1;
    flushing = flushesLeft > 0 ? flushSoon() : undefined;
    output.flush();
  };
  return {
    write: (line) => {
      output.write(line);
      flushesLeft = FLUSHES_AFTER_A_LINE;
      flushing ??= flushSoon();
    },
  };
}
