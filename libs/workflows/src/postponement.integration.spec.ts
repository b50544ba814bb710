import { DAY, HOUR } from '@baton/domain';
import type { CommandOf } from '@baton/domain';
import { WorkflowFailedError } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { MALFORMED } from './handoff.contract.ts';
import { POSTPONEMENT_OVER_SIGNAL, POSTPONEMENT_WORKFLOW, postponementIdOf } from './postponement.contract.ts';
import type { HandoffEnvironment } from './spec/handoff-environment.ts';
import { rep, touch } from './spec/commands.ts';
import { useEnvironment } from './spec/use-environment.ts';

const anna = rep('anna');

const iso = (moment: number): string => new Date(moment).toISOString();

async function postponedHandoff(environment: HandoffEnvironment) {
  const handoff = await environment.start({ team: ['anna'] });
  await handoff.waitForTransfer();
  await handoff.tryCommand(anna, touch('reached'));
  const until = iso(Date.parse(handoff.recordedState.transferredAt ?? '') + 90 * DAY);
  const postpone: CommandOf<'postpone'> = { type: 'postpone', until, evidence: { kind: 'recording', reference: 'r-1' } };
  expect(await handoff.tryCommand(anna, postpone)).toBeUndefined();
  expect(await handoff.handle.result()).toBe('postponed');
  const waiting = environment.client.workflow.getHandle(postponementIdOf(handoff.id));
  const requests = () => environment.resumptionRequests.filter(({ handoffId }) => handoffId === handoff.id);
  return { handoff, until, waiting, requests };
}

describe('The workflow of a postponed lead in simulated time', () => {
  const environment = useEnvironment();

  it('a postponed handoff leaves a workflow that waits for the date and then lets the lead come back once', async () => {
    const { until, waiting, requests } = await postponedHandoff(environment());
    await environment().clock.sleep(89 * DAY);
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
