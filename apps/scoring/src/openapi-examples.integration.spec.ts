import { allRoles } from '@baton/domain';
import { exampleRequests, examplesThatFail } from '@baton/testing';
import type { OpenApiDocument } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import { RunningScoring } from './spec/running-scoring.ts';

describe('the examples in the OpenAPI document of scoring', () => {
  let scoring: RunningScoring;
  beforeAll(async () => {
    scoring = await RunningScoring.start();
  });
  afterAll(() => scoring?.stop());

  it('each example gets a status that the document describes', async () => {
    const description: OpenApiDocument = (await scoring.get('/openapi.json', 'admin')).json();
    const requests = Object.keys(description.paths).flatMap((path) =>
      exampleRequests(description, path, { ids: { leadId: randomUUID(), id: randomUUID() } }),
    );
    expect(requests.length).toBeGreaterThan(4);
    expect(await examplesThatFail(requests, (request) => scoring.send(request, ...allRoles))).toEqual([]);
  });
});
