import type { RunningHandoff } from './running-handoff.ts';

/** One way through a handoff, and what is to be told of it. */
export interface Path {
  name: string;
  team?: string[];
  asked?: string[];
  live(handoff: RunningHandoff): Promise<unknown>;
  /** What is worth telling of the record, in order. */
  tells: string[];
  ending: string;
}
