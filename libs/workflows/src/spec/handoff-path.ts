import type { RunningHandoff } from './running-handoff.ts';

/** One way through a handoff, and the steps that it must record. */
export interface HandoffPath {
  name: string;
  team?: string[];
  askedCriteria?: string[];
  run(handoff: RunningHandoff): Promise<unknown>;
  /** The notable steps of the record, in order. */
  expectedSteps: string[];
  ending: string;
}
