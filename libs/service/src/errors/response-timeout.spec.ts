import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { setTimeout as pause } from 'node:timers/promises';
import { createLogger } from '../logging/logger.ts';
import { limitResponseTime } from './response-timeout.ts';

describe('limitResponseTime', () => {
  let fastify: FastifyInstance;
  let url: string;
  beforeAll(async () => {
    fastify = Fastify();
    limitResponseTime(fastify, createLogger({ name: 'spec', level: 'silent' }), 300);
    fastify.post('/silent', () => new Promise(() => undefined));
    fastify.get('/silent', () => new Promise(() => undefined));
    fastify.post('/late', () => pause(450, { done: true }));
    fastify.post('/quick', () => Promise.resolve({ done: true }));
    url = await fastify.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(() => fastify.close());

  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"name":"Anna"}' };

  it.each([
    ['a read', {}],
    ['a command', post],
  ])('%s without a response in time gets a 503 with Retry-After', async (_, request) => {
    const response = await fetch(`${url}/silent`, request);
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('2');
    expect(await response.json()).toMatchObject({ type: 'urn:baton:problem:unavailable', status: 503 });
  });

  it('a response that comes too late is discarded', async () => {
    expect((await fetch(`${url}/late`, post)).status).toBe(503);
    await pause(300);
    expect((await fetch(`${url}/quick`, post)).status).toBe(200);
  });

  it('a response in time is sent unchanged', async () => {
    const response = await fetch(`${url}/quick`, post);
    expect([response.status, await response.json()]).toEqual([200, { done: true }]);
  });
});
