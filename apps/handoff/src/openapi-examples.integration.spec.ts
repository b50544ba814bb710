import { exampleRequests, examplesThatFail, waitUntil } from '@baton/testing';
import type { OpenApiDocument } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import { HandoffFixture } from './spec/handoff-fixture.ts';

describe('the examples in the OpenAPI document of the handoff service', () => {
  let handoffs: HandoffFixture;
  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
  });
  afterAll(() => handoffs?.stop());

  it('each example gets a status that the document describes', async () => {
    const description = JSON.parse((await handoffs.call('adam', 'GET', '/openapi.json')).text) as OpenApiDocument;
    const { handoffId } = await handoffs.publishJudgedLead();
    await waitUntil(async () => (await handoffs.call('adam', 'GET', `/handoffs/${handoffId}`)).body['ownerId'], {
      what: 'the handoff has an owner',
    });
    const unknownId = randomUUID();
    const unknownIds = { absenceId: unknownId, draftId: unknownId };
    const versions = { version: '1', before: '1', after: '1' };
    const ids = { handoffId, personId: 'anna', domain: 'acme.example', ...versions, ...unknownIds };
    const requests = Object.keys(description.paths).flatMap((path) => exampleRequests(description, path, { ids }));
    expect(requests.length).toBeGreaterThan(55);
    const authorization = `Bearer ${await handoffs.token('adam')}`;
    const failed = await examplesThatFail(requests, ({ method, url, headers, payload }) =>
      handoffs.api!.inject({
        method,
        url,
        headers: { authorization, ...headers },
        ...(payload !== undefined && { payload }),
      }),
    );
    expect(failed).toEqual([]);
  }, 60_000);
});
