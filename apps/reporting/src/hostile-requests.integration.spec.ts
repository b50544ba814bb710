import { allRoles } from '@baton/domain';
import { serverErrorsOf, hostileRequests } from '@baton/testing';
import type { OpenApiDocument } from '@baton/testing';
import { RunningReporting } from './spec/running-reporting.ts';

describe('hostile requests to reporting', () => {
  let service: RunningReporting;
  beforeAll(async () => {
    service = await RunningReporting.start();
  });
  afterAll(() => service?.stop());

  it('no hostile request causes a server error, and no route takes a body', async () => {
    const description: OpenApiDocument = (await service.getWithoutToken('/openapi.json')).json();
    const requests = Object.keys(description.paths).flatMap((path) => hostileRequests(description, path));
    expect(requests.length).toBeGreaterThan(100);
    expect(new Set(requests.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(await serverErrorsOf(requests, ({ url }) => service.get(url, { roles: [...allRoles] }))).toEqual([]);
  });
});
