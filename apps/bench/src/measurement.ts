import type { BenchEnvironment } from './environment.ts';

/** What can be measured, in the order of the document. */
export const measurementNames = ['a', 'b', 'c', 'd', 'e', 'e-full', 'f', 'f-full', 'g', 'h'] as const;
export type MeasurementName = (typeof measurementNames)[number];

export interface Table {
  columns: string[];
  rows: string[][];
}

/** What was aimed at, and what came of it. */
export interface PerformanceTarget {
  metric: string;
  target: string;
  measured: string;
  isMet: boolean;
}

/** What one measurement found out. */
export interface Findings {
  title: string;
  /** How it was measured this time: rounds, seconds, connections … */
  conditions: string[];
  tables: Table[];
  targets: PerformanceTarget[];
  /** Every figure of every round, for whoever wants to count again. */
  figures: unknown;
}

/** Findings with when and where they were made. */
export interface Measurement extends Findings {
  measuredAt: string;
  environment: BenchEnvironment;
}

/** How long, how often and how much. */
export interface BenchParameters {
  rounds: number;
  /** Of each side in each round. */
  seconds: number;
  /** Connections that the door is loaded with. */
  connections: number;
  /** Leads and starts a second. */
  rate: number;
  /** Lifecycles in flight. */
  concurrency: number;
  /** Handoffs that are open while others fall due. */
  openHandoffs: number;
  /** Deadlines a second. */
  perSecond: number;
  /** Leads of a night, due at one moment. */
  nightDeadlines: number;
  /** Far more than that. */
  stormDeadlines: number;
}

export type ReportProgress = (line: string) => void;

/** A takes turns with B in going first, so that neither always meets the warmer or the tired machine. */
export async function alternate(rounds: number, sides: readonly ((round: number) => Promise<void>)[]): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) await side(round);
  }
}
