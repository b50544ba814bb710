import { sleep } from '@temporalio/workflow';
import type { HandoffInput } from '../handoff.contract.ts';
import { handoff as asItIs } from '../handoff.workflow.ts';

/** The story changed without a patch, as it must never be: it waits before it begins. */
export async function handoff(beginning: HandoffInput): Promise<string> {
  await sleep('1 minute');
  return asItIs(beginning);
}
