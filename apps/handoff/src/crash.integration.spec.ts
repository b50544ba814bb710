import { applySteps, emptyState } from '@baton/domain';
import type { HandoffState, RecordedStep } from '@baton/domain';
import { createTemporalClient } from '@baton/service';
import { aShortAgreement, requiredEnvironment, runningProcesses, waitUntil } from '@baton/testing';
import { STATE_QUERY } from '@baton/workflows';
import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { startCrashingWorker } from './spec/crashing-worker.ts';
import type { CrashingWorker } from './spec/crashing-worker.ts';
import { HandoffFixture } from './spec/handoff-fixture.ts';
import type { ApiResponse } from './spec/handoff-fixture.ts';

/** Deaths and restarts take their time, on a busy machine above all. */
const LONGEST_TEST_MILLISECONDS = 240_000;
const LONGEST_WAIT_MILLISECONDS = 60_000;

// What is lost or doubled at the first attempt is lost or doubled: no second one may hide it.
jest.retryTimes(0);

/**
 * A worker can die between its commit and the end of its workflow task. What comes after may run at another time,
 * with a deadline before the command, or never. The record decides.
 */
describe('a worker that dies between the commit and the end of its task', () => {
  let handoffs: HandoffFixture;
  let version: number;
  let dying: CrashingWorker | undefined;

  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
    version = await handoffs.publishAgreement(
      aShortAgreement({ sources: ['hurry'], acceptance: 'PT8S', firstContact: 'PT30M', touches: 'PT48H' }),
    );
  }, LONGEST_TEST_MILLISECONDS);

  // One that has failed to die would go on taking tasks.
  afterEach(() => dying?.stop());
  afterAll(() => handoffs?.stop(), LONGEST_TEST_MILLISECONDS);

  const page = async (handoffId: string): Promise<ApiResponse['body']> =>
    (await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`)).body;
  const types = async (handoffId: string): Promise<string[]> =>
    (((await page(handoffId))['record'] ?? []) as RecordedStep[]).map(({ step }) => step.type);
  const ownerOf = (handoffId: string): Promise<string> =>
    waitUntil(async () => (await page(handoffId))['ownerId'] as string | undefined, {
      what: 'the handoff has an owner',
      withinMilliseconds: LONGEST_WAIT_MILLISECONDS,
    });

  /** A task that died with its worker comes again only when Temporal gives up on it, after ten seconds. */
  async function expectAgreement(handoffId: string): Promise<void> {
    const client = createTemporalClient(handoffs.config());
    const handle = client.workflow.getHandle(handoffId);
    // Clocks run on while this looks: only a record and a state of the same version can be compared.
    const { record, known } = await waitUntil(
      async () => {
        const record = (await page(handoffId))['record'] as RecordedStep[];
        const known = await handle.query<HandoffState>(STATE_QUERY);
        return known.version === record.length && { record, known };
      },
      { what: 'the workflow has caught up with the record', withinMilliseconds: LONGEST_WAIT_MILLISECONDS },
    );
    expect(record.map((step) => step.version)).toEqual(record.map((_, index) => index + 1));
    expect(known).toEqual(JSON.parse(JSON.stringify(applySteps(emptyState(handoffId), record))));
    await client.connection.close();
  }

  /** Commands with the dying worker alone, waits for its death and the deadline, and lets a sound worker take over. */
  async function acceptIntoDeath(
    meanwhile: () => Promise<void>,
  ): Promise<{ handoffId: string; repeat: () => Promise<ApiResponse> }> {
    await handoffs.worker?.close();
    dying = await startCrashingWorker('recordCommand', handoffs.environment());
    const { handoffId } = await handoffs.publishJudgedLead({ agreementVersion: version });
    const owner = await ownerOf(handoffId);
    const key = { 'idempotency-key': randomUUID() };
    const accept = (): Promise<ApiResponse> =>
      handoffs.call(owner, 'POST', `/handoffs/${handoffId}/accept`, undefined, key);
    const first = accept();
    await dying.crashed;
    await meanwhile();
    await first;
    await handoffs.startWorker();
    return { handoffId, repeat: accept };
  }

  it(
    'agrees with the record, answers the repeated request as done, and breaks nothing that was kept',
    async () => {
      const { handoffId, repeat } = await acceptIntoDeath(() => pause(8000));

      expect(await repeat()).toMatchObject({
        status: 200,
        body: { steps: [{ step: { type: 'accepted' } }, { step: { type: 'promise-kept' } }] },
      });
      await waitUntil(async () => (await types(handoffId)).includes('accepted'), {
        what: 'the acceptance stands in the record',
        withinMilliseconds: LONGEST_WAIT_MILLISECONDS,
      });
      await pause(1000);
      await expectAgreement(handoffId);
      expect((await types(handoffId)).filter((type) => type === 'accepted')).toHaveLength(1);
      expect(await types(handoffId)).not.toContain('promise-broken');
    },
    LONGEST_TEST_MILLISECONDS,
  );

  it(
    'does so too when the Temporal server dies with it, and the command with the server',
    async () => {
      const { handoffId, repeat } = await acceptIntoDeath(async () => {
        killEngine('temporal');
        await pause(8000);
      });

      const answer = await waitUntil(
        async () => {
          const repeated = await repeat();
          return repeated.status === 200 && repeated;
        },
        { what: 'the repeated request is answered as done', withinMilliseconds: LONGEST_WAIT_MILLISECONDS },
      );
      expect(answer.body.steps?.map(({ step }) => step.type)).toEqual(['accepted', 'promise-kept']);
      await waitUntil(
        async () => {
          await handoffs.call('tatiana', 'POST', `/handoffs/${handoffId}/notes`, { text: 'still there' });
          return (await types(handoffId)).includes('note-added');
        },
        { what: 'the handoff goes on', withinMilliseconds: LONGEST_WAIT_MILLISECONDS },
      );
      await expectAgreement(handoffId);
      expect((await types(handoffId)).filter((type) => type === 'accepted')).toHaveLength(1);
      expect(await types(handoffId)).not.toContain('promise-broken');
    },
    LONGEST_TEST_MILLISECONDS,
  );

  it(
    'ends a handoff that has no clock left, though its end was lost with the server',
    async () => {
      const { handoffId } = await handoffs.publishJudgedLead({ agreementVersion: version });
      const owner = await ownerOf(handoffId);
      const evidence = { kind: 'call-record', reference: 'call-1' };
      const touch = { channel: 'call', outcome: 'reached', evidence };
      expect((await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/touches`, touch)).status).toBe(200);
      await handoffs.worker?.close();
      dying = await startCrashingWorker('recordCommand', handoffs.environment());
      const questions = ['need', 'decision-maker', 'budget'];
      const answers = questions.map((question) => ({ question, answer: 'yes', evidence }));
      const key = { 'idempotency-key': randomUUID() };
      const qualify = (): Promise<ApiResponse> =>
        handoffs.call(owner, 'POST', `/handoffs/${handoffId}/qualify`, { answers }, key);
      const first = qualify();
      await dying.crashed;
      killEngine('temporal');
      await first;
      await handoffs.startWorker();

      expect((await qualify()).status).toBe(200);
      const client = createTemporalClient(handoffs.config());
      await waitUntil(
        async () => {
          await qualify();
          return (await client.workflow.getHandle(handoffId).describe()).status.name === 'COMPLETED';
        },
        { what: 'the workflow has ended', withinMilliseconds: LONGEST_WAIT_MILLISECONDS, everyMilliseconds: 1000 },
      );
      await client.connection.close();
    },
    LONGEST_TEST_MILLISECONDS,
  );

  // In this order: what a start leaves open goes on falling due.
  it.each(['recordDeadline', 'recordTransfer'] as const)(
    'a worker that dies after %s does nothing twice',
    async (activity) => {
      await handoffs.worker?.close();
      dying = await startCrashingWorker(activity, handoffs.environment());
      const { handoffId } = await handoffs.publishJudgedLead({ agreementVersion: version });
      await dying.crashed;
      await handoffs.startWorker();

      await waitUntil(async () => (await types(handoffId)).includes('promise-broken'), {
        what: 'the acceptance breaks',
        withinMilliseconds: LONGEST_WAIT_MILLISECONDS,
      });
      await pause(1000);
      const record = (await page(handoffId))['record'] as RecordedStep[];
      expect(record.filter(({ step }) => step.type === 'started')).toHaveLength(1);
      const causes = record.map(({ cause, step }) => JSON.stringify([cause, step]));
      expect(new Set(causes).size).toBe(causes.length);
      await expectAgreement(handoffId);
    },
    LONGEST_TEST_MILLISECONDS,
  );
});

/** The launcher of the test run restarts the engine. */
function killEngine(name: string): void {
  const pid = runningProcesses(requiredEnvironment('TEST_STATE_FILE')).get(name);
  if (pid === undefined) throw new Error(`${name} is not running.`);
  process.kill(pid, 'SIGKILL');
}
