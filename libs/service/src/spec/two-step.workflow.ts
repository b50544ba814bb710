import { condition, defineUpdate, proxyLocalActivities, setHandler } from '@temporalio/workflow';

const { step } = proxyLocalActivities<{ step(name: string): Promise<void> }>({ startToCloseTimeout: '10s' });

export const advance = defineUpdate('advance');

/** Runs one step immediately and one on the Update `advance`. */
export async function twoStep(): Promise<void> {
  let isAdvanced = false;
  setHandler(advance, async () => {
    await step('advanced');
    isAdvanced = true;
  });
  await step('first');
  await condition(() => isAdvanced);
}
