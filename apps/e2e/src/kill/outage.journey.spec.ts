import { servicesNotReady, requiredEnvironment, waitUntil } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { WholeSystem } from '../spec/whole-system.ts';
import type { ApiRequest, ApiResponse, Service } from '@baton/testing';
import { Databases } from './service-databases.ts';
import { Processes } from './processes.ts';
import { services } from './targets.ts';
import type { EngineName } from './targets.ts';

/** Refused: killed, and nobody comes in its place. Silent: it keeps its connections and answers nothing. */
const failureModes = ['down', 'unresponsive'] as const;
type FailureMode = (typeof failureModes)[number];

/** What is promised: an answer, and to be ready again once the engine is. */
const promisedMilliseconds = 5000;
const promisedRecoveryMilliseconds = 10_000;
/** The last resort for whatever waits for a silent database; see answer-in-time.ts of the chassis. */
const hardTimeoutMilliseconds = 12_000;
/** On a busy machine a promise may be missed; only what is far beyond it is a failure. */
const withTolerance = (milliseconds: number): number => 3 * milliseconds;
const waitTimeoutMilliseconds = 120_000;
const source = 'journey-outage';

const newLead = () => ({
  name: 'Vera Example',
  source,
  email: `vera.${randomUUID()}@outage.example.com`,
  signal: 'request',
  company: { name: 'Example Dental', industry: 'healthcare', employees: 40 },
  role: 'owner',
});

describe('an engine away', () => {
  const system = new WholeSystem();
  const processes = new Processes(requiredEnvironment('TEST_STATE_FILE'));

  const patient = { withinMilliseconds: waitTimeoutMilliseconds, everyMilliseconds: 200 };
  const allReady = (): Promise<unknown> =>
    waitUntil(async () => (await servicesNotReady(system.addresses)).length === 0, {
      ...patient,
      what: 'all services are ready',
    });
  beforeEach(allReady, waitTimeoutMilliseconds);

  /** Away while `meanwhile` runs, and back in any case. Answers since when. */
  async function without(engine: EngineName, manner: FailureMode, meanwhile: () => Promise<void>): Promise<number> {
    const giveBack = manner === 'down' ? await processes.takeDown(engine) : processes.freeze(engine);
    try {
      await meanwhile();
    } finally {
      giveBack();
    }
    return performance.now();
  }

  async function timed(
    service: Service,
    path: string,
    call: ApiRequest,
  ): Promise<ApiResponse & { milliseconds: number }> {
    const begin = performance.now();
    const answer = await system.client.call(service, path, { ...call, withinMilliseconds: waitTimeoutMilliseconds });
    return { ...answer, milliseconds: performance.now() - begin };
  }

  const ready = (service: Service): Promise<ApiResponse> => system.client.call(service, '/health/ready');
  const readiness = (service: Service, status: number): Promise<unknown> =>
    waitUntil(async () => (await ready(service)).status === status, {
      ...patient,
      what: `${service} answers ${status} to /health/ready`,
    });

  async function deadLetters(): Promise<number> {
    const client = new pg.Client({ connectionString: requiredEnvironment('TEST_POSTGRES_URL') });
    await client.connect();
    return new Databases(client).deadLetters().finally(() => client.end());
  }

  const expectUnavailable = (
    { status, retryAfter, milliseconds, text }: ApiResponse & { milliseconds: number },
    within = promisedMilliseconds,
  ): void => {
    expect({ status, text }).toMatchObject({ status: 503 });
    expect(retryAfter).toBeGreaterThan(0);
    expect(milliseconds).toBeLessThan(withTolerance(within));
  };

  it.each(failureModes)(
    'Kafka %s: intake goes on answering 202 and stays ready, and all is sent afterwards',
    async (manner) => {
      const leadIds: string[] = [];
      await without('kafka', manner, async () => {
        for (let count = 0; count < 5; count += 1) {
          const { status, body, milliseconds } = await timed('intake', '/leads', {
            as: 'marina',
            method: 'POST',
            body: newLead(),
            headers: { 'idempotency-key': randomUUID() },
          });
          expect(status).toBe(202);
          expect(milliseconds).toBeLessThan(withTolerance(promisedMilliseconds));
          leadIds.push(body.leadId as string);
        }
        await waitUntil(async () => (await ready('intake')).body.status === 'degraded', {
          ...patient,
          what: 'intake shows that it is degraded',
        });
        expect((await ready('intake')).status).toBe(200);
      });
      for (const leadId of leadIds) {
        const isAssigned = async () => (await system.lead(leadId)).leadStatus.ownerId !== undefined;
        await waitUntil(isAssigned, { ...patient, what: `lead ${leadId} has an owner` });
      }
    },
    300_000,
  );

  it.each(failureModes)(
    'Temporal %s: commands answer 503 in time, consumers wait, and both go on afterwards',
    async (manner) => {
      const leadId = await system.submitLead(newLead());
      const { handoffId, owner } = await system.waitForOwner(leadId);
      const deadBefore = await deadLetters();
      const command = { as: owner, method: 'POST', headers: { 'idempotency-key': randomUUID() } } as const;
      let waiting = '';
      await without('temporal', manner, async () => {
        expectUnavailable(await timed('handoff', `/handoffs/${handoffId}/accept`, command));
        waiting = await system.submitLead(newLead());
        await readiness('handoff', 503);
        expect((await system.client.call('handoff', '/health/live')).status).toBe(200);
        expect((await system.client.call('handoff', `/handoffs/${handoffId}`, { as: owner })).status).toBe(200);
      });
      const answer = await waitUntil(
        async () => {
          const again = await system.client.call('handoff', `/handoffs/${handoffId}/accept`, command);
          return again.status !== 503 && again;
        },
        { ...patient, what: 'the command is answered' },
      );
      expect(answer.status).toBe(200);
      expect(answer.body.steps[0].step.type).toBe('accepted');
      await waitUntil(async () => (await system.lead(waiting)).leadStatus.ownerId !== undefined, {
        ...patient,
        what: 'the lead that came meanwhile has an owner',
      });
      expect(await deadLetters()).toBe(deadBefore);
    },
    300_000,
  );

  it.each(failureModes)(
    'PostgreSQL %s: 503 from each service in time, none dies, all are ready again by themselves',
    async (manner) => {
      const pids = services.map((name) => processes.pidOf(name));
      const leadId = await system.submitLead(newLead());
      const requests: [Service, string, ApiRequest][] = [
        ['intake', '/leads', { as: 'marina', method: 'POST', body: newLead() }],
        ['intake', `/leads/${leadId}`, { as: 'marina' }],
        ['scoring', `/leads/${leadId}/judgements`, { as: 'marina' }],
        ['handoff', '/handoffs', { as: 'olga' }],
        ['handoff', `/handoffs/handoff-${leadId}-1/accept`, { as: 'anna', method: 'POST' }],
        ['reporting', '/reports/returns', { as: 'olga' }],
      ];
      await system.waitForOwner(leadId);
      const back = await without('postgres', manner, async () => {
        const within = manner === 'down' ? promisedMilliseconds : hardTimeoutMilliseconds;
        const answers = await Promise.all(requests.map(([service, path, call]) => timed(service, path, call)));
        for (const answer of answers) expectUnavailable(answer, within);
        for (const service of ['intake', 'scoring', 'handoff', 'reporting', 'worker'] as const) {
          await readiness(service, 503);
          expect((await system.client.call(service, '/health/live')).status).toBe(200);
        }
      });
      await waitUntil(() => deadLetters().then(() => true), { ...patient, what: 'PostgreSQL itself answers again' });
      const itself = performance.now() - back;
      await allReady();
      const recovery = performance.now() - back - itself;
      console.log(`PostgreSQL answered after ${itself.toFixed(0)} ms, all services ${recovery.toFixed(0)} ms later.`);
      expect(recovery).toBeLessThan(withTolerance(promisedRecoveryMilliseconds));
      expect(services.map((name) => processes.pidOf(name))).toEqual(pids);

      const afterwards = await system.submitLead(newLead());
      expect((await system.waitForOwner(afterwards)).owner).toBeTruthy();
    },
    300_000,
  );
});
