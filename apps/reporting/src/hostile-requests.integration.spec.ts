import { allRoles } from '@baton/domain';
import { faultsOf, hostileRequests } from '@baton/testing';
import type { ApiDescription } from '@baton/testing';
import { RunningReporting } from './spec/running-reporting.ts';

describe('what no client should send', () => {
  let service: RunningReporting;
  beforeAll(async () => {
    service = await RunningReporting.start();
  });
  afterAll(() => service?.stop());

  it('is its own fault on every route, and no route takes a body', async () => {
    const description: ApiDescription = (await service.visit('/openapi.json')).json();
    const requests = Object.keys(description.paths).flatMap((path) => hostileRequests(description, path));
    expect(requests.length).toBeGreaterThan(100);
    expect(new Set(requests.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(await faultsOf(requests, ({ url }) => service.get(url, { roles: [...allRoles] }))).toEqual([]);
  });
});
