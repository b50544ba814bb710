/** The little that messaging asks of a logger; a pino logger fits. No personal data may be handed to it. */
export interface Logger {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
