/** What messaging needs of a logger; a pino logger satisfies it. Never pass personal data to it. */
export interface Logger {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
