import { topics } from '@baton/contracts';
import { requiredEnvironment, TestKafka, waitUntil } from '@baton/testing';
import { interruptibleProxy } from '../spec/interruptible-proxy.ts';
import type { InterruptibleProxy } from '../spec/interruptible-proxy.ts';
import { aPerson, runIntake } from '../spec/running-intake.ts';
import type { RunningIntake } from '../spec/running-intake.ts';

const ready = async ({ app }: RunningIntake) => {
  const { statusCode, body } = await app.inject({ url: '/health/ready' });
  return { ...(JSON.parse(body) as { checks: Record<string, { status: string }> }), status: statusCode };
};

describe('When Kafka is away', () => {
  let intake: RunningIntake;
  let link: InterruptibleProxy;
  let kafka: TestKafka;
  beforeAll(async () => {
    kafka = new TestKafka();
    await kafka.start();
    await kafka.consume(topics.capturedLeads.name);
    const [host = '', port] = requiredEnvironment('TEST_KAFKA_BROKERS').split(':');
    link = await interruptibleProxy(host, Number(port));
    await link.disconnect();
    intake = await runIntake({ KAFKA_BROKERS: `127.0.0.1:${link.port}` });
  });
  afterAll(async () => {
    await intake.stop();
    await kafka.stop();
    await link.disconnect();
  });

  it('intake goes on answering 202, stays ready as degraded, and the events follow when Kafka is back', async () => {
    const answers = await Promise.all([aPerson(), aPerson(), aPerson()].map((person) => intake.post(person)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    const health = await ready(intake);
    expect(health.status).toBe(200);
    expect(health.checks['kafka']?.status).not.toBe('up');
    expect(await intake.value('SELECT count(*)::int FROM intake.outbox')).toBe(3);

    await link.reconnect();
    for (const { body } of answers) await kafka.waitForMessages(topics.capturedLeads.name, body.leadId, 1);
    await waitUntil(async () => (await intake.value('SELECT count(*)::int FROM intake.outbox')) === 0, {
      what: 'the outbox is empty',
    });
  });
});

describe('When PostgreSQL is away', () => {
  let intake: RunningIntake;
  let link: InterruptibleProxy;
  beforeAll(async () => {
    const address = new URL(requiredEnvironment('TEST_POSTGRES_URL'));
    link = await interruptibleProxy(address.hostname, Number(address.port));
    intake = await runIntake({}, link.port);
  });
  afterAll(async () => {
    await intake.stop();
    await link.disconnect();
  });

  it('intake answers 503 with Retry-After, survives, and is ready again by itself', async () => {
    expect((await intake.post(aPerson())).status).toBe(202);
    await link.disconnect();
    const away = await intake.post(aPerson());
    expect(away.status).toBe(503);
    expect(away.headers['retry-after']).toBeDefined();
    expect((await ready(intake)).status).toBe(503);

    await link.reconnect();
    await waitUntil(async () => (await ready(intake)).status === 200, {
      what: 'intake is ready',
      withinMilliseconds: 10_000,
    });
    expect((await intake.post(aPerson())).status).toBe(202);
  });
});
