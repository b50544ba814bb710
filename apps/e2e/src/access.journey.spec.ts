import { createIntegrationKey, waitUntil } from '@baton/testing';
import type { Service } from '@baton/testing';
import { WholeSystem } from './spec/whole-system.ts';

/** Access ends within this time in every service, whatever a token says. */
const PROMISED_MILLISECONDS = 10_000;

/** A route of each service that a marketer may use. */
const marketerRoutes: readonly [Service, string][] = [
  ['intake', '/leads?limit=1'],
  ['scoring', '/nurtured-leads?limit=1'],
  ['handoff', '/handoffs?limit=1'],
  ['reporting', '/reports/returns'],
];

describe('access that ends', () => {
  const { client } = new WholeSystem();

  const put = (roles: string[], teamId?: string) =>
    client.call('handoff', '/people/marina', { as: 'adam', method: 'PUT', body: { roles, ...(teamId && { teamId }) } });
  const statuses = () =>
    Promise.all(
      marketerRoutes.map(async ([service, path]) => (await client.call(service, path, { as: 'marina' })).status),
    );
  const untilEverywhere = (status: number) =>
    waitUntil(async () => (await statuses()).every((each) => each === status), {
      what: `every service responds with ${status}`,
      withinMilliseconds: PROMISED_MILLISECONDS,
      everyMilliseconds: 250,
    });
  afterEach(async () => {
    await client.call('handoff', '/people/marina/rejoin', { as: 'adam', method: 'POST' });
    await put(['marketer']);
    await untilEverywhere(200);
  });

  it('a person who leaves loses access in every service, although the token is valid', async () => {
    await untilEverywhere(200);
    const left = await client.call('handoff', '/people/marina/leave', { as: 'adam', method: 'POST' });
    expect(left.status).toBe(202);
    await untilEverywhere(403);
    const { body } = await client.call('scoring', '/agreements', { as: 'marina' });
    expect(body.type).toBe('urn:baton:problem:person-inactive');
  });

  it('a person whose role and team change has only the new rights in every service', async () => {
    expect((await put(['rep'], 'sales')).status).toBe(200);
    const forMarketersOnly: [Service, string][] = [
      ['intake', '/leads?limit=1'],
      ['scoring', '/nurtured-leads?limit=1'],
    ];
    await waitUntil(
      async () => {
        const found = await Promise.all(
          forMarketersOnly.map(async ([service, path]) => (await client.call(service, path, { as: 'marina' })).status),
        );
        return found.every((status) => status === 403);
      },
      { what: 'the marketer is a rep', withinMilliseconds: PROMISED_MILLISECONDS, everyMilliseconds: 250 },
    );
    const teams = await client.call('handoff', '/teams', { as: 'marina' });
    expect(teams.body.teams).toMatchObject([{ teamId: 'sales' }]);
  });

  it('a key writes leads of its sources only', async () => {
    const key = await createIntegrationKey(client, { scopes: ['write-leads'], sources: ['partner-acme'] });
    const send = (source: string) =>
      client.call('intake', '/leads', {
        method: 'POST',
        headers: { 'x-api-key': key },
        body: { name: 'Vera Example', source, email: `vera-${Date.now()}@example.com` },
      });
    expect((await send('partner-acme')).status).toBe(202);
    const refused = await send('website');
    expect([refused.status, refused.body.type]).toEqual([403, 'urn:baton:problem:source-not-allowed']);
    expect(refused.body.detail).toMatch('"website"');
    const reports = await client.call('reporting', '/reports/returns', { headers: { 'x-api-key': key } });
    expect([reports.status, reports.body.type]).toEqual([403, 'urn:baton:problem:scope-missing']);
  });
});
