import type { BenchEnvironment } from './environment.ts';

/** All measurements, in the order of the document. */
export const measurementNames = ['a', 'b', 'c', 'd', 'e', 'e-full', 'f', 'f-full', 'g', 'h', 'i'] as const;
export type MeasurementName = (typeof measurementNames)[number];

export interface Table {
  columns: string[];
  rows: string[][];
}

/** A target and whether it was met. */
export interface PerformanceTarget {
  metric: string;
  target: string;
  measured: string;
  isMet: boolean;
}

/** The result of a measurement. */
export interface Findings {
  title: string;
  /** Rounds, seconds, connections and so on. */
  conditions: string[];
  tables: Table[];
  targets: PerformanceTarget[];
  /** Every figure of every round. */
  figures: unknown;
}

/** Findings with their time and place. */
export interface Measurement extends Findings {
  measuredAt: string;
  environment: BenchEnvironment;
}

/** Duration, repetitions and load. */
export interface BenchParameters {
  rounds: number;
  /** The duration of each round for each side. */
  seconds: number;
  /** Open HTTP connections of the load generator. */
  connections: number;
  /** Leads and workflow starts per second; each rate is measured. */
  rates: number[];
  /** Lifecycles in progress at the same time. */
  concurrency: number;
  /** Handoffs that stay open during the measurement of deadlines. */
  openHandoffs: number;
  /** Deadlines per second. */
  perSecond: number;
  /** Deadlines of the leads of one night, all due at the same time. */
  nightDeadlines: number;
  /** Deadlines of a far larger storm. */
  stormDeadlines: number;
}

export type ReportProgress = (line: string) => void;

/** Runs the sides in alternating order, so that neither always runs on the colder or the busier machine. */
export async function alternate(rounds: number, sides: readonly ((round: number) => Promise<void>)[]): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) await side(round);
  }
}
