import { topics } from '@baton/contracts';
import { OperationsServer } from '@baton/service';
import { requiredEnvironment, TcpProxy, TestKafka, waitUntil } from '@baton/testing';
import { aPerson, runIntake } from '../spec/running-intake.ts';
import type { RunningIntake } from '../spec/running-intake.ts';

const ready = async ({ app }: RunningIntake) => {
  const { statusCode, body } = await app.get(OperationsServer).fastify.inject('/health/ready');
  return { ...(JSON.parse(body) as { checks: Record<string, { status: string }> }), status: statusCode };
};

describe('intake without Kafka', () => {
  let intake: RunningIntake;
  let proxy: TcpProxy;
  let kafka: TestKafka;
  beforeAll(async () => {
    kafka = new TestKafka();
    await kafka.start();
    await kafka.consume(topics.capturedLeads.name);
    const [host = '', port] = requiredEnvironment('TEST_KAFKA_BROKERS').split(':');
    proxy = new TcpProxy({ host, port: Number(port) });
    // The first start only reserves the port.
    await proxy.start();
    await proxy.stop();
    intake = await runIntake({ KAFKA_BROKERS: `127.0.0.1:${proxy.port}` });
  });
  afterAll(async () => {
    await intake.stop();
    await kafka.stop();
    await proxy.stop();
  });

  it('leads are stored while Kafka is unavailable, and their events are sent when it is back', async () => {
    const responses = await Promise.all([aPerson(), aPerson(), aPerson()].map((person) => intake.post(person)));
    expect(responses.map(({ status }) => status)).toEqual([202, 202, 202]);
    const health = await ready(intake);
    expect(health.status).toBe(200);
    expect(health.checks['kafka']?.status).not.toBe('up');
    expect(await intake.value('SELECT count(*)::int FROM intake.outbox')).toBe(3);

    await proxy.start();
    for (const { body } of responses) await kafka.waitForMessages(topics.capturedLeads.name, body.leadId, 1);
    await waitUntil(async () => (await intake.value('SELECT count(*)::int FROM intake.outbox')) === 0, {
      what: 'the outbox is empty',
    });
  });
});

describe('intake without PostgreSQL', () => {
  let intake: RunningIntake;
  let proxy: TcpProxy;
  beforeAll(async () => {
    const address = new URL(requiredEnvironment('TEST_POSTGRES_URL'));
    proxy = new TcpProxy({ host: address.hostname, port: Number(address.port) });
    await proxy.start();
    intake = await runIntake({}, proxy.port);
  });
  afterAll(async () => {
    await intake.stop();
    await proxy.stop();
  });

  it('requests get 503 with Retry-After while PostgreSQL is unavailable, and intake recovers without a restart', async () => {
    expect((await intake.post(aPerson())).status).toBe(202);
    await proxy.stop();
    const unavailable = await intake.post(aPerson());
    expect(unavailable.status).toBe(503);
    expect(unavailable.headers['retry-after']).toBeDefined();
    expect((await ready(intake)).status).toBe(503);

    await proxy.start();
    await waitUntil(async () => (await ready(intake)).status === 200, {
      what: 'intake is ready',
      withinMilliseconds: 10_000,
    });
    expect((await intake.post(aPerson())).status).toBe(202);
  });
});
