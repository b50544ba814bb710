import { allRoles } from '@baton/domain';
import { exampleRequests, examplesThatFail } from '@baton/testing';
import type { OpenApiDocument } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import { aPerson, runIntake } from './spec/running-intake.ts';
import type { RunningIntake } from './spec/running-intake.ts';

describe('the examples in the OpenAPI document of intake', () => {
  let intake: RunningIntake;
  beforeAll(async () => {
    intake = await runIntake();
  });
  afterAll(() => intake?.stop());

  it('each example gets a status that the document describes', async () => {
    const description: OpenApiDocument = (await intake.app.inject({ url: '/openapi.json' })).json();
    const { leadId } = (await intake.post(aPerson())).body;
    const authorization = `Bearer ${await intake.token({ roles: [...allRoles] })}`;
    const requests = Object.keys(description.paths).flatMap((path) =>
      exampleRequests(description, path, { ids: { leadId, id: randomUUID() } }),
    );
    expect(requests.length).toBeGreaterThan(7);
    const failed = await examplesThatFail(requests, ({ method, url, headers, payload }) =>
      intake.app.inject({
        method,
        url,
        headers: { authorization, ...headers },
        ...(payload !== undefined && { payload }),
      }),
    );
    expect(failed).toEqual([]);
  });
});
