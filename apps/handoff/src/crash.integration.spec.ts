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

/** Crashes and restarts are slow on a busy machine. */
const LONGEST_TEST_MILLISECONDS = 240_000;
const LONGEST_WAIT_MILLISECONDS = 60_000;

// A second attempt must not hide a step that was lost or doubled in the first.
jest.retryTimes(0);

/**
 * A worker can crash between its commit and the end of its workflow task. The task then runs again later, perhaps with a
 * deadline before the command, or never. The record decides.
 */
describe('Worker that crashes between the commit and the end of its task', () => {
  let handoffs: HandoffFixture;
  let version: number;
  let crashing: CrashingWorker | undefined;

  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
    version = await handoffs.publishAgreement(
      aShortAgreement({ sources: ['hurry'], acceptance: 'PT8S', firstContact: 'PT30M', touches: 'PT48H' }),
    );
  }, LONGEST_TEST_MILLISECONDS);

  // A worker that did not crash would still take tasks.
  afterEach(() => crashing?.stop());
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

  /** Waits longer than ten seconds, after which Temporal runs the task of a crashed worker again. */
  async function expectInSync(handoffId: string): Promise<void> {
    const client = createTemporalClient(handoffs.config());
    const handle = client.workflow.getHandle(handoffId);
    // Deadlines still pass meanwhile, so only a record and a state of the same version can be compared.
    const { record, state } = await waitUntil(
      async () => {
        const record = (await page(handoffId))['record'] as RecordedStep[];
        const state = await handle.query<HandoffState>(STATE_QUERY);
        return state.version === record.length && { record, state };
      },
      { what: 'the workflow has caught up with the record', withinMilliseconds: LONGEST_WAIT_MILLISECONDS },
    );
    expect(record.map((step) => step.version)).toEqual(record.map((_, index) => index + 1));
    expect(state).toEqual(JSON.parse(JSON.stringify(applySteps(emptyState(handoffId), record))));
    await client.connection.close();
  }

  /** Accepts a handoff while only the crashing worker runs, and starts another worker after the crash and `meanwhile`. */
  async function acceptDuringCrash(
    meanwhile: () => Promise<void>,
  ): Promise<{ handoffId: string; repeat: () => Promise<ApiResponse> }> {
    await handoffs.worker?.close();
    crashing = await startCrashingWorker('recordCommand', handoffs.environment());
    const { handoffId } = await handoffs.publishJudgedLead({ agreementVersion: version });
    const owner = await ownerOf(handoffId);
    const key = { 'idempotency-key': randomUUID() };
    const accept = (): Promise<ApiResponse> =>
      handoffs.call(owner, 'POST', `/handoffs/${handoffId}/accept`, undefined, key);
    const first = accept();
    await crashing.crashed;
    await meanwhile();
    await first;
    await handoffs.startWorker();
    return { handoffId, repeat: accept };
  }

  it(
    'the workflow agrees with its record, a repeated request is reported as done, and a kept promise does not break',
    async () => {
      const { handoffId, repeat } = await acceptDuringCrash(() => pause(8000));

      expect(await repeat()).toMatchObject({
        status: 200,
        body: { steps: [{ step: { type: 'accepted' } }, { step: { type: 'promise-kept' } }] },
      });
      await waitUntil(async () => (await types(handoffId)).includes('accepted'), {
        what: 'the acceptance is in the record',
        withinMilliseconds: LONGEST_WAIT_MILLISECONDS,
      });
      await pause(1000);
      await expectInSync(handoffId);
      expect((await types(handoffId)).filter((type) => type === 'accepted')).toHaveLength(1);
      expect(await types(handoffId)).not.toContain('promise-broken');
    },
    LONGEST_TEST_MILLISECONDS,
  );

  it(
    'the workflow agrees with its record even if the Temporal server crashes too and loses the command',
    async () => {
      const { handoffId, repeat } = await acceptDuringCrash(async () => {
        killEngine('temporal');
        await pause(8000);
      });

      const response = await waitUntil(
        async () => {
          const repeated = await repeat();
          return repeated.status === 200 && repeated;
        },
        { what: 'the repeated request is reported as done', withinMilliseconds: LONGEST_WAIT_MILLISECONDS },
      );
      expect(response.body.steps?.map(({ step }) => step.type)).toEqual(['accepted', 'promise-kept']);
      await waitUntil(
        async () => {
          await handoffs.call('tatiana', 'POST', `/handoffs/${handoffId}/notes`, { text: 'still there' });
          return (await types(handoffId)).includes('note-added');
        },
        { what: 'the handoff takes another command', withinMilliseconds: LONGEST_WAIT_MILLISECONDS },
      );
      await expectInSync(handoffId);
      expect((await types(handoffId)).filter((type) => type === 'accepted')).toHaveLength(1);
      expect(await types(handoffId)).not.toContain('promise-broken');
    },
    LONGEST_TEST_MILLISECONDS,
  );

  it(
    'a handoff without a timer completes although the Temporal server lost its end',
    async () => {
      const { handoffId } = await handoffs.publishJudgedLead({ agreementVersion: version });
      const owner = await ownerOf(handoffId);
      const evidence = { kind: 'call-record', reference: 'call-1' };
      const touch = { channel: 'call', outcome: 'reached', evidence };
      expect((await handoffs.call(owner, 'POST', `/handoffs/${handoffId}/touches`, touch)).status).toBe(200);
      await handoffs.worker?.close();
      crashing = await startCrashingWorker('recordCommand', handoffs.environment());
      const questions = ['need', 'decision-maker', 'budget'];
      const answers = questions.map((question) => ({ question, answer: 'yes', evidence }));
      const key = { 'idempotency-key': randomUUID() };
      const qualify = (): Promise<ApiResponse> =>
        handoffs.call(owner, 'POST', `/handoffs/${handoffId}/qualify`, { answers }, key);
      const first = qualify();
      await crashing.crashed;
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
        { what: 'the workflow has completed', withinMilliseconds: LONGEST_WAIT_MILLISECONDS, everyMilliseconds: 1000 },
      );
      await client.connection.close();
    },
    LONGEST_TEST_MILLISECONDS,
  );

  // In this order, because the handoff of the second case still has deadlines afterwards.
  it.each(['recordDeadline', 'recordTransfer'] as const)(
    'no step is recorded twice when the worker crashes after %s',
    async (activity) => {
      await handoffs.worker?.close();
      crashing = await startCrashingWorker(activity, handoffs.environment());
      const { handoffId } = await handoffs.publishJudgedLead({ agreementVersion: version });
      await crashing.crashed;
      await handoffs.startWorker();

      await waitUntil(async () => (await types(handoffId)).includes('promise-broken'), {
        what: 'the acceptance promise breaks',
        withinMilliseconds: LONGEST_WAIT_MILLISECONDS,
      });
      await pause(1000);
      const record = (await page(handoffId))['record'] as RecordedStep[];
      expect(record.filter(({ step }) => step.type === 'started')).toHaveLength(1);
      const causes = record.map(({ cause, step }) => JSON.stringify([cause, step]));
      expect(new Set(causes).size).toBe(causes.length);
      await expectInSync(handoffId);
      // Otherwise one person after another would miss the lead, and be assigned no other one.
      const optOut = { evidence: { kind: 'message-id', reference: 'message-1' } };
      expect((await handoffs.call('marina', 'POST', `/handoffs/${handoffId}/opt-out`, optOut)).status).toBe(200);
      await handoffs.database.pool.query('UPDATE handoff.person SET unresponsive_since = NULL');
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
