import { createIntegrationKey, processNames } from '@baton/testing';
import type { Service } from '@baton/testing';
import { WholeSystem } from './spec/whole-system.ts';

const services = ['intake', 'scoring', 'handoff', 'reporting'] as const;
const people = ['anna', 'kirill', 'marina', 'tatiana', 'olga', 'arkady', 'adam'];

/** Routes that every role of a person may call. Reports show each person only what they may see. */
const isAllowedForEveryRole = (name: string): boolean =>
  name.startsWith('reporting GET ') || ['scoring GET /agreements', 'handoff GET /agreements/schema'].includes(name);

interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
}

describe('the HTTP endpoints of every service', () => {
  const { client } = new WholeSystem();

  const routesOf = async (service: Service): Promise<Route[]> => {
    const { body } = await client.call(service, '/openapi.json');
    return Object.entries(body.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase() as Route['method'], path })),
    );
  };

  /** A path with ids that do not exist, so that the request changes nothing. */
  const pathWithIds = (path: string): string => path.replaceAll(/\{[^}]+\}/g, '00000000-0000-4000-8000-000000000000');

  it.each(processNames)('%s reports its health and its metrics on a separate port', async (name) => {
    const paths = ['/health/ready', '/health/live', '/metrics'];
    const [ready, live, metrics] = await Promise.all(paths.map((path) => client.operations(name, path)));
    expect([ready?.status, live?.status, metrics?.status]).toEqual([200, 200, 200]);
    expect(metrics?.text).toContain('# TYPE process_cpu_');
    if (name === 'worker') return;
    const onApi = await Promise.all(paths.map((path) => client.call(name, path)));
    expect(onApi.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  it.each(services)('%s describes its API in OpenAPI 3.1 and on a page', async (service) => {
    const { body } = await client.call(service, '/openapi.json');
    expect(body.openapi).toMatch(/^3\.1\./);
    expect(Object.keys(body.paths).length).toBeGreaterThan(2);
    const page = await client.call(service, '/docs');
    expect(page).toMatchObject({ status: 200, contentType: expect.stringContaining('text/html') });
  });

  it.each(services)(
    '%s refuses every request without a token, with a forged token or with the wrong role',
    async (service) => {
      const wrong: string[] = [];
      for (const { method, path } of await routesOf(service)) {
        const name = `${service} ${method} ${path}`;
        const call = { method, ...(method !== 'GET' && { body: {} }) };
        const anonymous = await client.call(service, pathWithIds(path), call);
        if (anonymous.status !== 401) wrong.push(`${name} without a token: ${anonymous.status}`);
        if (!anonymous.contentType.includes('application/problem+json')) wrong.push(`${name}: no problem details`);
        const forged = await client.call(service, pathWithIds(path), {
          ...call,
          headers: { authorization: `Bearer ${await forgedToken()}` },
        });
        if (forged.status !== 401) wrong.push(`${name} with a forged token: ${forged.status}`);
        if (!isAllowedForEveryRole(name) && !(await refusesSomeRole(service, path, call))) {
          wrong.push(`${name} refuses no role`);
        }
      }
      expect(wrong).toEqual([]);
    },
  );

  /** A token whose roles were changed after it was signed. */
  async function forgedToken(): Promise<string> {
    const [header, payload = '', signature] = (await client.token('anna')).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const changed = Buffer.from(JSON.stringify({ ...claims, roles: ['admin'] })).toString('base64url');
    return [header, changed, signature].join('.');
  }

  let key: Promise<string> | undefined;

  /** Whether the route refuses at least one role of a person or of an integration. */
  async function refusesSomeRole(service: Service, path: string, call: object): Promise<boolean> {
    for (const as of people) {
      const { status } = await client.call(service, pathWithIds(path), { ...call, as });
      if (status === 403) return true;
    }
    key ??= createIntegrationKey(client, { scopes: ['send-commands'] });
    const machine = { 'x-api-key': await key };
    return (await client.call(service, pathWithIds(path), { ...call, headers: machine })).status === 403;
  }

  it('a service accepts a traceparent header', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const { status } = await client.call('intake', '/leads?limit=1', { as: 'marina', headers: { traceparent } });
    expect(status).toBe(200);
  });
});
