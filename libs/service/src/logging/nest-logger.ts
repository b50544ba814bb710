import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.ts';

const contextOf = (parameters: unknown[]): { context?: string } => {
  const last = parameters.at(-1);
  return typeof last === 'string' ? { context: last } : {};
};

const textOf = (message: unknown): string => (typeof message === 'string' ? message : String(message));

/** Writes Nest's own messages to the service's log; those about wiring are debug messages. */
export class NestLogger implements LoggerService {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  log(message: unknown, ...parameters: unknown[]): void {
    this.#logger.debug(contextOf(parameters), textOf(message));
  }

  warn(message: unknown, ...parameters: unknown[]): void {
    this.#logger.warn(contextOf(parameters), textOf(message));
  }

  error(message: unknown, ...parameters: unknown[]): void {
    const fields = message instanceof Error ? { err: message, ...contextOf(parameters) } : contextOf(parameters);
    this.#logger.error(fields, message instanceof Error ? 'Nest reported an error' : textOf(message));
  }
}
