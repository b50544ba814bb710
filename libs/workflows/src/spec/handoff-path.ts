import type { RunningHandoff } from './running-handoff.ts';

/** One way through a handoff, and what is to be told of it. */
export interface HandoffPath {
  name: string;
  team?: string[];
  askedCriteria?: string[];
  run(handoff: RunningHandoff): Promise<unknown>;
  /** What is worth telling of the record, in order. */
  expectedSteps: string[];
  ending: string;
}
