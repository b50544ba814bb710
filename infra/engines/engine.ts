import type { Place } from '../system/place.ts';
import type { Ports } from '../system/ports.ts';
import type { ProcessSpecification } from '../system/supervisor.ts';

/** What an engine needs to know to be brought up. */
export interface EngineSetting {
  readonly place: Place;
  readonly ports: Ports;
  /** Ends downloads and preparations when the start is given up. */
  readonly signal: AbortSignal;
  /** For tests: nothing needs to survive a power cut. */
  readonly isThrowaway: boolean;
}

/** An engine, ready to be started or already running elsewhere. */
export interface Engine {
  readonly name: string;
  /** What the services are given. */
  readonly address: string;
  /** Where it comes from, for the table that is printed. */
  readonly origin: string;
  /** Known only of one that cannot be asked for it. */
  readonly version?: string;
  /** Missing when it runs elsewhere and is not ours to start. */
  readonly specification?: ProcessSpecification;
  /** Fails with a sentence when nobody answers at the address. */
  readonly check: () => Promise<void>;
}
