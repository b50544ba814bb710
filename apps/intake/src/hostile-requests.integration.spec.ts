import { allRoles } from '@baton/domain';
import { serverErrorsOf, hostileRequests } from '@baton/testing';
import type { OpenApiDocument } from '@baton/testing';
import { randomUUID } from 'node:crypto';
import { aPerson, runIntake } from './spec/running-intake.ts';
import type { RunningIntake } from './spec/running-intake.ts';

describe('The HTTP API of intake', () => {
  let intake: RunningIntake;
  beforeAll(async () => {
    intake = await runIntake();
  });
  afterAll(() => intake?.stop());

  it('no hostile request causes a server error on any route', async () => {
    const description: OpenApiDocument = (await intake.app.inject({ url: '/openapi.json' })).json();
    const { leadId } = (await intake.post(aPerson())).body;
    const id = await intake.value<string>(
      `INSERT INTO intake.quarantined_message
         (id, received_at, topic, partition, "offset", headers, body, codes, problems, identity, created_by, source, review_due_at)
       VALUES ($1, now(), 'baton.leads.inbound.v1', 0, 1, '{}', '{"name":', '{}', '[]', $1, 'test', 'test', now())
       RETURNING id`,
      randomUUID(),
    );
    const authorization = `Bearer ${await intake.token({ roles: [...allRoles] })}`;
    const requests = Object.keys(description.paths).flatMap((path) =>
      hostileRequests(description, path, { ids: { leadId, id } }),
    );
    expect(requests.length).toBeGreaterThan(100);
    const faults = await serverErrorsOf(requests, ({ method, url, headers, payload }) =>
      intake.app.inject({
        method,
        url,
        headers: { authorization, ...headers },
        ...(payload !== undefined && { payload }),
      }),
    );
    expect(faults).toEqual([]);
  });
});
