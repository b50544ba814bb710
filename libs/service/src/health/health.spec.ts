import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { testConfig, createTestService } from '../spec/test-service.ts';
import { OperationsServer } from '../operations/operations-server.ts';
import { HealthIndicators } from './health-indicators.ts';

describe('health', () => {
  let app: NestFastifyApplication;
  const away = new Set<string>();
  beforeAll(async () => {
    ({ app } = await createTestService(testConfig('http://127.0.0.1:1'), []));
    const check = (name: string) => async () => {
      if (away.has(name)) throw new Error(`${name} refused user baton at 10.0.0.1`);
    };
    app.get(HealthIndicators).register({ name: 'postgresql', required: true, check: check('postgresql') });
    app.get(HealthIndicators).register({ name: 'kafka', required: false, check: check('kafka') });
  });
  beforeEach(() => away.clear());
  afterAll(() => app.close());

  const ops = (url: string) => app.get(OperationsServer).fastify.inject(url);
  const ready = () => ops('/health/ready');

  it('the service is ready and lists its checks while all are up', async () => {
    const response = await ready();
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      status: 'ok',
      checks: { postgresql: { status: 'up', required: true }, kafka: { status: 'up', required: false } },
    });
  });

  it('the service is ready and degraded while an optional dependency is down', async () => {
    away.add('kafka');
    const response = await ready();
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ status: 'degraded', checks: { kafka: { status: 'degraded' } } });
  });

  it('the service is alive but not ready while a required dependency is down, and recovers automatically', async () => {
    away.add('postgresql');
    const notReady = await ready();
    expect(notReady.statusCode).toBe(503);
    expect(notReady.json()).toMatchObject({
      status: 'error',
      checks: { postgresql: { status: 'down', required: true }, kafka: { status: 'up' } },
    });
    expect(notReady.body).not.toMatch('10.0.0.1');
    expect((await ops('/health/live')).statusCode).toBe(200);
    away.clear();
    expect((await ready()).statusCode).toBe(200);
  });

  it('a check that hangs counts as down after two seconds', async () => {
    app.get(HealthIndicators).register({ name: 'slow', required: true, check: () => new Promise(() => undefined) });
    const began = performance.now();
    expect((await ready()).json()).toMatchObject({ checks: { slow: { status: 'down' } } });
    // The limit is two seconds; the margin is for a busy machine.
    expect(performance.now() - began).toBeLessThan(3 * 2000);
  });
});
