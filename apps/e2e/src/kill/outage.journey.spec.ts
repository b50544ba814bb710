import { processNames, servicesNotReady, requiredEnvironment, waitUntil } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { fittingLead, WholeSystem } from '../spec/whole-system.ts';
import type { ApiRequest, ApiResponse, Service, ServiceProcess } from '@baton/testing';
import { Databases } from './service-databases.ts';
import { Processes } from './processes.ts';
import { services } from './targets.ts';
import type { EngineName } from './targets.ts';

/** Down: killed and not restarted. Unresponsive: connections stay open, but nothing responds. */
const failureModes = ['down', 'unresponsive'] as const;
type FailureMode = (typeof failureModes)[number];

/** The promised time for a response, and for readiness after the engine is back. */
const PROMISED_MILLISECONDS = 5000;
const PROMISED_RECOVERY_MILLISECONDS = 10_000;
/** Longer than the timeout after which libs/service responds for a handler that waits for an unresponsive database. */
const HARD_TIMEOUT_MILLISECONDS = 12_000;
/** A busy machine may exceed the promised time; only a multiple of it is a failure. */
const withTolerance = (milliseconds: number): number => 3 * milliseconds;
const WAIT_TIMEOUT_MILLISECONDS = 120_000;
const SOURCE = 'journey-outage';

const newLead = () => fittingLead(SOURCE);

describe('an outage of an engine', () => {
  const system = new WholeSystem();
  const processes = new Processes(requiredEnvironment('TEST_STATE_FILE'));

  const waitOptions = { withinMilliseconds: WAIT_TIMEOUT_MILLISECONDS, everyMilliseconds: 200 };
  const allReady = (): Promise<unknown> =>
    waitUntil(async () => (await servicesNotReady(system.addresses)).length === 0, {
      ...waitOptions,
      what: 'all services are ready',
    });
  beforeEach(allReady, WAIT_TIMEOUT_MILLISECONDS);

  /** Interrupts the engine while `meanwhile` runs, and always resumes it. Returns when it was resumed. */
  async function without(engine: EngineName, mode: FailureMode, meanwhile: () => Promise<void>): Promise<number> {
    const resume = mode === 'down' ? await processes.takeDown(engine) : processes.freeze(engine);
    try {
      await meanwhile();
    } finally {
      resume();
    }
    return performance.now();
  }

  async function timed(
    service: Service,
    path: string,
    call: ApiRequest,
  ): Promise<ApiResponse & { milliseconds: number }> {
    const begin = performance.now();
    const response = await system.client.call(service, path, {
      ...call,
      withinMilliseconds: WAIT_TIMEOUT_MILLISECONDS,
    });
    return { ...response, milliseconds: performance.now() - begin };
  }

  const ready = (service: ServiceProcess): Promise<ApiResponse> => system.client.operations(service, '/health/ready');
  const readiness = (service: ServiceProcess, status: number): Promise<unknown> =>
    waitUntil(async () => (await ready(service)).status === status, {
      ...waitOptions,
      what: `/health/ready of ${service} returns ${status}`,
    });

  async function deadLetters(): Promise<number> {
    const client = new pg.Client({ connectionString: requiredEnvironment('TEST_POSTGRES_URL') });
    await client.connect();
    return new Databases(client).deadLetters().finally(() => client.end());
  }

  const expectUnavailable = (
    { status, retryAfter, milliseconds, text }: ApiResponse & { milliseconds: number },
    within = PROMISED_MILLISECONDS,
  ): void => {
    expect({ status, text }).toMatchObject({ status: 503 });
    expect(retryAfter).toBeGreaterThan(0);
    expect(milliseconds).toBeLessThan(withTolerance(within));
  };

  it.each(failureModes)(
    'intake stays ready and accepts leads while Kafka is %s, and sends them afterwards',
    async (mode) => {
      const leadIds: string[] = [];
      await without('kafka', mode, async () => {
        for (let count = 0; count < 5; count += 1) {
          const { status, body, milliseconds } = await timed('intake', '/leads', {
            as: 'marina',
            method: 'POST',
            body: newLead(),
            headers: { 'idempotency-key': randomUUID() },
          });
          expect(status).toBe(202);
          expect(milliseconds).toBeLessThan(withTolerance(PROMISED_MILLISECONDS));
          leadIds.push(body.leadId as string);
        }
        await waitUntil(async () => (await ready('intake')).body.status === 'degraded', {
          ...waitOptions,
          what: 'intake is degraded',
        });
        expect((await ready('intake')).status).toBe(200);
      });
      for (const leadId of leadIds) {
        const isAssigned = async () => (await system.lead(leadId)).leadStatus.ownerId !== undefined;
        await waitUntil(isAssigned, { ...waitOptions, what: `lead ${leadId} has an owner` });
      }
    },
    300_000,
  );

  it.each(failureModes)(
    'commands get 503 in time and consumers wait while Temporal is %s, and both continue afterwards',
    async (mode) => {
      const leadId = await system.submitLead(newLead());
      const { handoffId, owner } = await system.waitForOwner(leadId);
      const deadBefore = await deadLetters();
      const command = { as: owner, method: 'POST', headers: { 'idempotency-key': randomUUID() } } as const;
      let leadDuringOutage = '';
      await without('temporal', mode, async () => {
        expectUnavailable(await timed('handoff', `/handoffs/${handoffId}/accept`, command));
        leadDuringOutage = await system.submitLead(newLead());
        await readiness('handoff', 503);
        expect((await system.client.operations('handoff', '/health/live')).status).toBe(200);
        expect((await system.client.call('handoff', `/handoffs/${handoffId}`, { as: owner })).status).toBe(200);
      });
      const response = await waitUntil(
        async () => {
          const again = await system.client.call('handoff', `/handoffs/${handoffId}/accept`, command);
          return again.status !== 503 && again;
        },
        { ...waitOptions, what: 'the command is accepted' },
      );
      expect(response.status).toBe(200);
      expect(response.body.steps[0].step.type).toBe('accepted');
      await waitUntil(async () => (await system.lead(leadDuringOutage)).leadStatus.ownerId !== undefined, {
        ...waitOptions,
        what: 'the lead that arrived during the outage has an owner',
      });
      expect(await deadLetters()).toBe(deadBefore);
    },
    300_000,
  );

  it.each(failureModes)(
    'each service responds with 503 in time while PostgreSQL is %s, and recovers without a restart',
    async (mode) => {
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
      const back = await without('postgres', mode, async () => {
        const within = mode === 'down' ? PROMISED_MILLISECONDS : HARD_TIMEOUT_MILLISECONDS;
        const responses = await Promise.all(requests.map(([service, path, call]) => timed(service, path, call)));
        for (const response of responses) expectUnavailable(response, within);
        for (const service of processNames) {
          await readiness(service, 503);
          expect((await system.client.operations(service, '/health/live')).status).toBe(200);
        }
      });
      await waitUntil(() => deadLetters().then(() => true), {
        ...waitOptions,
        what: 'PostgreSQL responds again',
      });
      const postgresMilliseconds = performance.now() - back;
      await allReady();
      const recovery = performance.now() - back - postgresMilliseconds;
      console.log(
        `PostgreSQL responded after ${postgresMilliseconds.toFixed(0)} ms, all services ${recovery.toFixed(0)} ms later.`,
      );
      expect(recovery).toBeLessThan(withTolerance(PROMISED_RECOVERY_MILLISECONDS));
      expect(services.map((name) => processes.pidOf(name))).toEqual(pids);

      const afterwards = await system.submitLead(newLead());
      expect((await system.waitForOwner(afterwards)).owner).toBeTruthy();
    },
    300_000,
  );
});
