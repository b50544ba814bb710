import { patched, sleep } from '@temporalio/workflow';
import type { HandoffInput } from '../handoff.contract.ts';
import { handoff as currentHandoff } from '../handoff.workflow.ts';

/** The change of `unpatched-change.workflow.ts` made correctly: handoffs that started before it keep the old code. */
export async function handoff(input: HandoffInput): Promise<string> {
  if (patched('delay-before-transfer')) await sleep('1 second', { summary: 'an example of a change behind a patch' });
  return currentHandoff(input);
}
