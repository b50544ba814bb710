import type { Logger } from './logger.ts';

export class KafkaConnection {
  readonly brokers: string[];
  readonly clientId: string;
  readonly logger: Logger;

  constructor(options: { brokers: string[]; clientId: string; logger: Logger }) {
    this.brokers = options.brokers;
    this.clientId = options.clientId;
    this.logger = options.logger;
  }

  /** Resolves when a broker answers; rejects within `withinMilliseconds` (2000) when none does. For health checks. */
  async check(withinMilliseconds = 2000): Promise<void> {
    await Promise.reject(new Error(`to be written ${withinMilliseconds}`));
  }

  /** What the last request to a broker showed; false before the first. */
  get isConnected(): boolean {
    return false;
  }

  /** Disconnects whatever was opened through this connection. */
  async close(): Promise<void> {
    await Promise.resolve();
  }
}
