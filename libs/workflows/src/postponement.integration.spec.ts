import { DAY, HOUR } from '@baton/domain';
import type { CommandOf } from '@baton/domain';
import { WorkflowExecutionAlreadyStartedError, WorkflowFailedError } from '@temporalio/client';
import { WorkflowIdReusePolicy } from '@temporalio/common';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { MALFORMED } from './handoff.contract.ts';
import { POSTPONEMENT_OVER_SIGNAL, POSTPONEMENT_WORKFLOW, postponementIdOf } from './postponement.contract.ts';
import type { HandoffEnvironment } from './spec/handoff-environment.ts';
import { rep, touch } from './spec/commands.ts';
import { useFreshEnvironment } from './spec/use-environment.ts';

const anna = rep('anna');

const iso = (moment: number): string => new Date(moment).toISOString();

async function postponedHandoff(environment: HandoffEnvironment, { resultsToLose = 0 } = {}) {
  const handoff = await environment.start({ team: ['anna'] });
  await handoff.waitForTransfer();
  await handoff.tryCommand(anna, touch('reached'));
  const until = iso(Date.parse(handoff.recordedState.transferredAt ?? '') + 90 * DAY);
  const postpone: CommandOf<'postpone'> = {
    type: 'postpone',
    until,
    evidence: { kind: 'recording', reference: 'r-1' },
  };
  environment.recordStore.resultsToLose = resultsToLose;
  expect(await handoff.tryCommand(anna, postpone)).toBeUndefined();
  // Waiting for the result of a workflow skips time, here up to the date itself.
  while ((await handoff.handle.describe()).status.name === 'RUNNING') await pause(20);
  expect(handoff.recordedState.ending).toBe('postponed');
  const waiting = environment.client.workflow.getHandle(postponementIdOf(handoff.id));
  const requests = () => environment.resumptionRequests.filter(({ handoffId }) => handoffId === handoff.id);
  return { handoff, until, waiting, requests };
}

describe('The workflow of a postponed lead in simulated time', () => {
  const environment = useFreshEnvironment();

  it('a postponed handoff leaves a workflow that waits for the date and then lets the lead come back once', async () => {
    const { until, waiting, requests } = await postponedHandoff(environment());
    expect((await waiting.describe()).status.name).toBe('RUNNING');
    expect(requests()).toEqual([]);
    expect(await waiting.result()).toBe('resumed');
    expect(requests()).toHaveLength(1);
    expect(Date.parse(requests()[0]?.now ?? '')).toBeGreaterThanOrEqual(Date.parse(until));
    expect(Date.parse(requests()[0]?.now ?? '')).toBeLessThan(Date.parse(until) + HOUR);
  });

  it('a date outside the working time of the owner waits for their next working moment', async () => {
    const { until, waiting, requests } = await postponedHandoff(environment());
    const worksFrom = iso(Date.parse(until) + 60 * HOUR);
    environment().resumptions.push({ outcome: 'waits', until: worksFrom });
    expect(await waiting.result()).toBe('resumed');
    expect(requests()).toHaveLength(2);
    expect(Date.parse(requests()[1]?.now ?? '')).toBeGreaterThanOrEqual(Date.parse(worksFrom));
  });

  it('a lead that came back earlier, or opted out, ends its postponement without an effect', async () => {
    const { waiting, requests } = await postponedHandoff(environment());
    await waiting.signal(POSTPONEMENT_OVER_SIGNAL);
    expect(await waiting.result()).toBe('over');
    expect(requests()).toEqual([]);
  });

  it('a postponement whose signal was lost ends at its date, because the record shows what replaced it', async () => {
    const { waiting } = await postponedHandoff(environment());
    environment().resumptions.push({ outcome: 'over' });
    expect(await waiting.result()).toBe('over');
  });

  it('a worker that dies between the commit of a postponement and its answer leaves one workflow that waits', async () => {
    const { handoff, waiting, requests } = await postponedHandoff(environment(), { resultsToLose: 1 });
    expect(handoff.steps('postponed')).toHaveLength(1);
    expect(await waiting.result()).toBe('resumed');
    expect(requests()).toHaveLength(1);
  });

  it('a worker that dies after the lead came back repeats the same request, and the postponement ends', async () => {
    const { waiting, requests } = await postponedHandoff(environment());
    environment().resumptions.push(new Error('connection lost'));
    expect(await waiting.result()).toBe('resumed');
    const [first, second, ...others] = requests();
    expect(second).toEqual(first);
    expect(others).toEqual([]);
  });

  it('a postponement cannot be started again, neither while it waits nor after the lead came back', async () => {
    const { handoff, until, waiting, requests } = await postponedHandoff(environment());
    const startAgain = () =>
      environment().client.workflow.start(POSTPONEMENT_WORKFLOW, {
        taskQueue: environment().taskQueue,
        workflowId: postponementIdOf(handoff.id),
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
        args: [{ handoffId: handoff.id, until, ownerId: 'anna' }],
      });
    await expect(startAgain()).rejects.toThrow(WorkflowExecutionAlreadyStartedError);
    expect(await waiting.result()).toBe('resumed');
    await expect(startAgain()).rejects.toThrow(WorkflowExecutionAlreadyStartedError);
    expect(requests()).toHaveLength(1);
  });

  it('a cancellation in the Temporal UI loses no postponed lead', async () => {
    const { waiting } = await postponedHandoff(environment());
    await waiting.cancel();
    await pause(200);
    expect(await waiting.result()).toBe('resumed');
  });

  it('ops read who gets the lead back and when', async () => {
    const { handoff, waiting } = await postponedHandoff(environment());
    const metadata = await waiting.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    expect(metadata.currentDetails).toContain('Postponed until');
    expect(metadata.currentDetails).toContain('anna');
    expect(await handoff.currentDetails()).toContain('Postponed until');
    await waiting.signal(POSTPONEMENT_OVER_SIGNAL);
    await waiting.result();
  });

  it('a start that someone typed in the Temporal UI fails instead of blocking', async () => {
    const { client, taskQueue } = environment();
    const workflowId = postponementIdOf(`handoff-${randomUUID()}-1`);
    const started = client.workflow.start(POSTPONEMENT_WORKFLOW, { taskQueue, workflowId, args: [{ until: 'soon' }] });
    const failure = await (await started).result().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(WorkflowFailedError);
    expect((failure as WorkflowFailedError).cause).toMatchObject({ type: MALFORMED });
  });
});
