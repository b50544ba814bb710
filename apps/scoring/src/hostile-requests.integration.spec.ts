import { allRoles } from '@baton/domain';
import { serverErrorsOf, hostileRequests } from '@baton/testing';
import type { OpenApiDocument } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import { RunningScoring } from './spec/running-scoring.ts';

describe('The HTTP API of scoring', () => {
  let scoring: RunningScoring;
  beforeAll(async () => {
    scoring = await RunningScoring.start();
  });
  afterAll(() => scoring?.stop());

  it('no hostile request causes a server error on any route', async () => {
    const description: OpenApiDocument = (await scoring.get('/openapi.json', 'admin')).json();
    const requests = Object.keys(description.paths).flatMap((path) =>
      hostileRequests(description, path, { ids: { leadId: randomUUID() }, fields: { agreementVersion: 1 } }),
    );
    expect(requests.length).toBeGreaterThan(100);
    expect(await serverErrorsOf(requests, (request) => scoring.send(request, ...allRoles))).toEqual([]);
  });
});
