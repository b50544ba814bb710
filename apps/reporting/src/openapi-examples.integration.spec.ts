import { allRoles } from '@baton/domain';
import { exampleRequests, examplesThatFail } from '@baton/testing';
import type { OpenApiDocument } from '@baton/testing';
import { RunningReporting } from './spec/running-reporting.ts';

describe('the examples in the OpenAPI document of reporting', () => {
  let service: RunningReporting;
  beforeAll(async () => {
    service = await RunningReporting.start();
  });
  afterAll(() => service?.stop());

  it('each example gets a status that the document describes', async () => {
    const description: OpenApiDocument = (await service.getWithoutToken('/openapi.json')).json();
    const requests = Object.keys(description.paths).flatMap((path) => exampleRequests(description, path));
    expect(requests.length).toBeGreaterThan(8);
    expect(await examplesThatFail(requests, ({ url }) => service.get(url, { roles: [...allRoles] }))).toEqual([]);
  });
});
