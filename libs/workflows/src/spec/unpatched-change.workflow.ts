import { sleep } from '@temporalio/workflow';
import type { HandoffInput } from '../handoff.contract.ts';
import { handoff as currentHandoff } from '../handoff.workflow.ts';

/** A change that must never be made like this: running handoffs would no longer replay. */
export async function handoff(input: HandoffInput): Promise<string> {
  await sleep('1 minute');
  return currentHandoff(input);
}
