import { hostileRequests, serverErrorsOf, waitUntil } from '@baton/testing';
import type { HostileRequest, OpenApiDocument, ValidValues } from '@baton/testing';
import { HandoffFixture } from './spec/handoff-fixture.ts';
import type { ApiResponse } from './spec/handoff-fixture.ts';

describe('what no client should send', () => {
  let handoffs: HandoffFixture;
  let description: OpenApiDocument;

  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
    description = JSON.parse((await handoffs.call('adam', 'GET', '/openapi.json')).text) as OpenApiDocument;
  });
  afterAll(() => handoffs?.stop());

  /** Commands are looked at whole only where there is something to command. */
  const begun = async (): Promise<{ handoffId: string; owner: string }> => {
    const { handoffId } = await handoffs.publishJudgedLead();
    const one = (): Promise<ApiResponse> => handoffs.call('adam', 'GET', `/handoffs/${handoffId}`);
    const owner = await waitUntil(async () => (await one()).body['ownerId'] as string | undefined, {
      what: 'the handoff has an owner',
    });
    return { handoffId, owner };
  };
  const fields = {
    nextStepAt: new Date(Date.now() + 3_600_000).toISOString(),
    madeAt: new Date(Date.now() - 3_600_000).toISOString(),
    reference: 'call-1',
    question: 'need',
    reason: 'no-budget',
  };

  const send = async (person: string, { method, url, headers, payload }: HostileRequest) =>
    handoffs.api!.inject({
      method,
      url,
      headers: { authorization: `Bearer ${await handoffs.token(person)}`, ...headers },
      ...(payload !== undefined && { payload }),
    });

  it('is its own fault on every route', async () => {
    const faults: string[] = [];
    for (const path of Object.keys(description.paths)) {
      const { handoffId, owner } = path.includes('{handoffId}') ? await begun() : { handoffId: '', owner: 'anna' };
      const known: ValidValues = { ids: { handoffId, personId: 'anna', version: '1' }, fields };
      const found = await serverErrorsOf(hostileRequests(description, path, known), async (request) => {
        // What only its owner may do is looked at whole for its owner, and the rest for an admin.
        const asOwner = await send(owner, request);
        return asOwner.statusCode === 403 ? send('adam', request) : asOwner;
      });
      faults.push(...found);
    }
    expect(faults).toEqual([]);
  }, 300_000);
});
