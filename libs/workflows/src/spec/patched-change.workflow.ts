import { patched, sleep } from '@temporalio/workflow';
import type { HandoffInput } from '../handoff.contract.ts';
import { handoff as asItIs } from '../handoff.workflow.ts';

/** The same change as in `unpatched-change.workflow.ts`, taken as it must be: handoffs that have begun go on as they began. */
export async function handoff(beginning: HandoffInput): Promise<string> {
  if (patched('delay-before-transfer')) await sleep('1 second', { summary: 'a change behind a patch' });
  return asItIs(beginning);
}
