import { patched, sleep } from '@temporalio/workflow';
import type { HandoffBeginning } from '../handoff.contract.ts';
import { handoff as asItIs } from '../handoff.workflow.ts';

/** The same change as in `changed.workflow.ts`, taken as it must be: handoffs that have begun go on as they began. */
export async function handoff(beginning: HandoffBeginning): Promise<string> {
  if (patched('wait-before-transfer')) await sleep('1 second', { summary: 'a change behind a patch' });
  return asItIs(beginning);
}
